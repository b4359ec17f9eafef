// doorwardctl tenant show: one tenant, by slug or id.
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/administration.hh"

namespace doorward::command {

Action tenant_show(port::CliOptions& options) {
  auto name = std::make_shared<std::string>();
  options.positional("tenant", *name, "Slug or id");
  return [name](Shell& shell) -> Result<port::Json> {
    const auto found = service::show_tenant(shell.ask(), shell.platform(), *name);
    if (!found) return found.error();
    return whole_tenant_json(*found);
  };
}

}  // namespace doorward::command
