// GET /auth/metrics: what was counted, for Prometheus. Who watches is known by the address alone, so nothing is said
// unless metrics.networks names it.
#include "service/metrics.hh"
#include "base/network.hh"
#include "endpoint/call.hh"

namespace doorward::endpoint {

Result<http::Response> metrics(Call& call) {
  const auto networks = parse_networks("metrics.networks", call.config().metrics.networks);
  if (!networks) return networks.error();
  const auto address = Address::parse(call.ask.address);
  if (!address || !within(*networks, *address)) return Code::NETWORK_NOT_ALLOWED;
  auto answer = http::Response::empty(200);
  answer.body = service::all_metrics(call.ask);
  answer.with("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  return answer;
}

}  // namespace doorward::endpoint
