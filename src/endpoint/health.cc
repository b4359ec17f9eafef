// GET /auth/health: the parts with their times; to who may ask for metrics the numbers of the mail queue too.
#include "build.hh"
#include "endpoint/health_answer.hh"
#include "endpoint/watcher.hh"

namespace doorward::endpoint {

http::Response health_answer(const Call& call, const service::Health& found) {
  port::Json services = port::Json::Object{};
  for (const auto& part : found.parts) {
    port::Json entry = port::Json::Object{{"healthy", part.healthy}, {"response_ms", part.response_ms}};
    for (const auto& [name, value] : part.facts) entry.set(name, value);
    services.set(part.name, std::move(entry));
  }
  const bool unhealthy = found.state == service::HealthState::unhealthy;
  return http::Response::json(unhealthy ? 503 : 200, port::Json::Object{{"status", to_word(found.state)},
                                                                        {"timestamp", to_rfc3339(call.ask.now)},
                                                                        {"version", DOORWARD_VERSION},
                                                                        {"services", std::move(services)}});
}

Result<http::Response> health(Call& call) {
  const auto watcher = is_watcher(call);
  if (!watcher) return watcher.error();
  return health_answer(call,
                       service::check_health(call.ask, *watcher ? service::Told::watcher : service::Told::anybody));
}

}  // namespace doorward::endpoint
