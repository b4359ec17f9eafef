// install and migrate.
#include "service/install.hh"

#include "command/admin.hh"

namespace doorward::command {
namespace {

struct Given {
  service::InstallWish wish;
  AdminOption admin;
  bool print_sql = false;
};

port::Json schema_steps(const store::Migrated& schema) {
  return port::Json::strings(schema.applied.empty() ? std::vector<std::string>{"nothing to do"} : schema.applied);
}

std::string beside(const std::string& config_path) {
  const auto slash = config_path.rfind('/');
  return (slash == std::string::npos ? "." : config_path.substr(0, slash)) + "/conf.d/database.conf";
}

}  // namespace

Action install(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  given->admin.declare(options);
  options.text("--account-host", given->wish.account_host, "Host part of the accounts that are made");
  options.text("--passwords-to", given->wish.settings_file, "File for passwords that are made; conf.d/database.conf");
  options.flag("--join", given->wish.join, "A further host of an existing installation: makes no key and no table");
  options.flag("--print-sql", given->print_sql, "Print the SQL for the database's administrator and change nothing");
  return [given](Shell& shell) -> Result<port::Json> {
    if (given->print_sql) {
      const auto sql = service::sql_for_administrator(shell.config, given->wish.account_host);
      if (!sql) return sql.error();
      return port::Json(port::Json::Object{{"text", *sql}});
    }
    const auto admin = given->admin.account(shell);
    if (!admin) return admin.error();
    given->wish.admin = *admin;
    if (given->wish.settings_file.empty()) given->wish.settings_file = beside(shell.config_path);
    port::SystemRandom random;
    const auto done = service::install(shell.config, given->wish, random, port::SystemClock().now());
    if (!done) return done.error();
    return port::Json(
        port::Json::Object{{"done", port::Json::strings(done->steps)}, {"schema", schema_steps(done->schema)}});
  };
}

Action migrate(port::CliOptions&) {
  return [](Shell& shell) -> Result<port::Json> {
    const auto done = service::migrate_schema(shell.config, port::SystemClock().now());
    if (!done) return done.error();
    return port::Json(port::Json::Object{{"schema", schema_steps(*done)}});
  };
}

}  // namespace doorward::command
