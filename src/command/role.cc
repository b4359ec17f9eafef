// doorwardctl role list, create, change, delete: a tenant's own roles.
#include "service/roles.hh"

#include "base/text.hh"
#include "command/command.hh"
#include "command/shapes.hh"

namespace doorward::command {
namespace {

struct Given {
  std::string tenant, name, description, permissions;
};

port::Json role_json(const service::ShownRole& role) {
  return port::Json::Object{{"name", role.row.role.name},
                            {"built_in", role.built_in},
                            {"permissions", join(role.row.role.permissions, " ")},
                            {"description", role.row.description}};
}

std::shared_ptr<Given> one_role(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  options.positional("role", given->name, "Its name");
  options.text("--tenant", given->tenant, "Slug or id", true);
  return given;
}

/// What is not said stays as it is.
service::RoleChange change_of(const Given& given) {
  service::RoleChange change;
  if (!given.description.empty()) change.description = given.description;
  if (!given.permissions.empty()) change.permissions = read_permissions(given.permissions);
  return change;
}

}  // namespace

Action role_list(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  options.text("--tenant", given->tenant, "Slug or id", true);
  return [given](Shell& shell) -> Result<port::Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    port::Json::Array items;
    for (const auto& role : service::list_roles(shell.ask(), service::operator_in(*tenant)))
      items.push_back(role_json(role));
    return port::Json(port::Json::Object{{"items", std::move(items)}});
  };
}

Action role_create(port::CliOptions& options) {
  auto given = one_role(options);
  options.text("--permissions", given->permissions, "Words joined by blanks");
  options.text("--description", given->description, "What it is for");
  return [given](Shell& shell) -> Result<port::Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    const auto made = service::create_role(shell.ask(), service::operator_in(*tenant), given->name, change_of(*given));
    if (!made) return made.error();
    return role_json(*made);
  };
}

Action role_change(port::CliOptions& options) {
  auto given = one_role(options);
  options.text("--permissions", given->permissions, "Words joined by blanks, in place of all that it has");
  options.text("--description", given->description, "What it is for");
  return [given](Shell& shell) -> Result<port::Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    const auto changed =
        service::change_role(shell.ask(), service::operator_in(*tenant), given->name, change_of(*given));
    if (!changed) return changed.error();
    return with_effect(role_json(changed->role), changed->revoked);
  };
}

Action role_delete(port::CliOptions& options) {
  auto given = one_role(options);
  return [given](Shell& shell) -> Result<port::Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    const auto gone = service::delete_role(shell.ask(), service::operator_in(*tenant), given->name);
    if (!gone) return gone.error();
    return port::Json(port::Json::Object{});
  };
}

}  // namespace doorward::command
