// config check and config show. A wrong setting never comes so far: run() has said it already.
#include "base/config.hh"

#include "command/command.hh"

namespace doorward::command {

Action config_check(port::CliOptions&) {
  return [](Shell& shell) -> Result<port::Json> {
    const bool guarded = shell.config.database.isolation == "accounts";
    return port::Json(port::Json::Object{
        {"settings", "good"},
        {"database_isolation", guarded ? "accounts: the database keeps tenants apart"
                                       : "single: one account owns the tables; the database does not guard"}});
  };
}

Action config_show(port::CliOptions&) {
  return [](Shell& shell) -> Result<port::Json> {
    return port::Json(port::Json::Object{{"text", print_config(shell.config)}});
  };
}

}  // namespace doorward::command
