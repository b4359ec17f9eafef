// GET /auth/metrics: what was counted, for Prometheus. Nothing is said unless metrics.networks names who asks.
#include "service/metrics.hh"
#include "endpoint/watcher.hh"

namespace doorward::endpoint {

Result<http::Response> metrics(Call& call) {
  const auto watcher = is_watcher(call);
  if (!watcher) return watcher.error();
  if (!*watcher) return Code::NETWORK_NOT_ALLOWED;
  auto answer = http::Response::empty(200);
  answer.body = service::all_metrics(call.ask);
  answer.with("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  return answer;
}

}  // namespace doorward::endpoint
