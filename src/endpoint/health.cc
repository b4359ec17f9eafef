// GET /auth/health: the parts with their times. Degraded is 200, unhealthy 503.
#include "service/health.hh"
#include "build.hh"
#include "endpoint/call.hh"

namespace doorward::endpoint {

Result<http::Response> health(Call& call) {
  const auto found = service::check_health(call.ask);
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

}  // namespace doorward::endpoint
