// doorwardctl metrics: the text of GET /auth/metrics, for node_exporter's textfile collector.
#include "service/metrics.hh"

#include "command/command.hh"

namespace doorward::command {

Action metrics(port::CliOptions&) {
  return [](Shell& shell) -> Result<port::Json> {
    const auto& table = shell.metrics().table();
    if (!table.shared()) return Error(Code::DEPENDENCY_DOWN, "No metrics are shared: " + table.why() + ".");
    return port::Json(port::Json::Object{{"text", service::all_metrics(shell.ask())}});
  };
}

}  // namespace doorward::command
