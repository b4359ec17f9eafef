// doorwardctl tenant sql-grant and sql-revoke: a tenant's SQL door.
#include "command/admin.hh"
#include "service/sql_door.hh"

namespace doorward::command {
namespace {

port::Json door_json(const store::SqlDoor& door) {
  return port::Json::Object{{"tenant_id", door.tenant.text()},
                            {"schema", door.schema},
                            {"account", door.account},
                            {"host", door.host},
                            {"tls", door.tls}};
}

}  // namespace

Action tenant_sql_grant(port::CliOptions& options) {
  struct Given {
    service::SqlDoorWish wish;
    AdminOption admin;
  };
  auto given = std::make_shared<Given>();
  options.positional("tenant", given->wish.tenant, "Slug or id");
  options.text("--schema", given->wish.schema, "Name of the schema, and of the account; dw_ and the slug");
  options.text("--host", given->wish.host, "Host part of the account; as doorward's own");
  options.flag("--require-ssl", given->wish.tls, "The account may only come over TLS");
  options.flag("--beyond-plan", given->wish.beyond_plan, "Though the tenant's plan does not include sql_access");
  given->admin.declare(options);
  return [given](Shell& shell) -> Result<port::Json> {
    const auto admin = given->admin.account(shell);
    if (!admin) return admin.error();
    given->wish.admin = *admin;
    const auto opened = service::open_sql_door(shell.ask(), shell.platform(), given->wish);
    if (!opened) return opened.error();
    port::Json answer = door_json(opened->door);
    answer.set("password", opened->password.reveal());
    return answer;
  };
}

Action tenant_sql_revoke(port::CliOptions& options) {
  struct Given {
    std::string tenant;
    AdminOption admin;
  };
  auto given = std::make_shared<Given>();
  options.positional("tenant", given->tenant, "Slug or id; the door's schema where the tenant is gone");
  given->admin.declare(options);
  return [given](Shell& shell) -> Result<port::Json> {
    const auto admin = given->admin.account(shell);
    if (!admin) return admin.error();
    const auto closed = service::close_sql_door(shell.ask(), given->tenant, *admin);
    if (!closed) return closed.error();
    return door_json(*closed);
  };
}

}  // namespace doorward::command
