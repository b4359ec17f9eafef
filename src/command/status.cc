// doorwardctl status: how the service is, in one look. The exit code says it too: 0 healthy, 1 degraded, 2 unhealthy.
#include "service/status.hh"

#include "command/command.hh"
#include "command/status_page.hh"

namespace doorward::command {

Action status(port::CliOptions&) {
  return [](Shell& shell) -> Result<port::Json> {
    auto& ask = shell.ask();
    const auto found = service::read_status(ask, shell.platform().mysql());
    shell.exit_code = int(found.state);
    port::Json answer = status_answer(found, ask.now);
    if (shell.as_json) return answer;
    return port::Json(port::Json::Object{{"text", status_page(answer, found)}});
  };
}

}  // namespace doorward::command
