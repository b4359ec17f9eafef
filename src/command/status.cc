// doorwardctl status: how the service is, in one look. The exit code says it too: what could not be asked is no state.
#include "service/status.hh"

#include "command/command.hh"
#include "command/run.hh"
#include "command/status_page.hh"

namespace doorward::command {

namespace {

int exit_code(service::HealthState state) {
  switch (state) {
    case service::HealthState::healthy: return exits::done;
    case service::HealthState::degraded: return exits::degraded;
    case service::HealthState::unhealthy: break;
  }
  return exits::unhealthy;
}

}  // namespace

Action status(port::CliOptions&) {
  return [](Shell& shell) -> Result<port::Json> {
    auto& ask = shell.ask();
    const auto found = service::read_status(ask, shell.platform().mysql());
    shell.exit_code = exit_code(found.state);
    port::Json answer = status_answer(found, ask.now);
    if (shell.as_json) return answer;
    return port::Json(port::Json::Object{{"text", status_page(answer, found)}});
  };
}

}  // namespace doorward::command
