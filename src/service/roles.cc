// A role is changed under its own row; what memory holds of those who have it counts no longer from then on.
#include "service/roles.hh"

#include <algorithm>
#include <set>

#include "base/text.hh"
#include "port/unicode.hh"
#include "service/person.hh"
#include "service/revocation.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

constexpr std::size_t description_max = 200, roles_max = 200;

Result<void> check_text(const std::optional<std::string>& description) {
  if (!description || checked_name(*description, description_max)) return {};
  return wrong("description", "must be at most 200 characters without control characters");
}

/// Can people here have these, and may the actor hand them out?
Result<void> may_define(const Actor& actor, const Role& role) {
  if (auto fit = check_permissions(role.permissions); !fit) return fit;
  if (!std::all_of(role.permissions.begin(), role.permissions.end(), permission_of_tenants))
    return wrong("permissions", "names what only people of the platform can have");
  if (!actor.is_operator() && !may_grant(actor.role, role))
    return Error(Code::INSUFFICIENT_PERMISSIONS, "The role would be above one's own.");
  return {};
}

std::vector<std::string> in_order(const std::vector<std::string>& permissions) {
  return read_permissions(join(permissions, " "));
}

store::Event event_about(Ask& ask, const Actor& actor, const char* type, const std::string& role) {
  store::Event event = event_by(ask, actor, type);
  event.data.set("role", role);
  return event;
}

std::vector<std::string> without(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  std::vector<std::string> rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(rest));
  return rest;
}

/// Under its lock. NOT_FOUND, CONFLICT.
Result<store::RoleRow> locked(store::TenantDb& db, const Actor& actor, const std::string& name) {
  if (is_builtin_role(name)) return Error(Code::CONFLICT, "Built-in roles stay as they are.");
  auto row = store::lock_role(db, name);
  if (!row) return Code::NOT_FOUND;
  if (!actor.is_operator() && !may_grant(actor.role, row->role))
    return Error(Code::INSUFFICIENT_PERMISSIONS, "The role is above one's own.");
  return *std::move(row);
}

/// In the running transaction.
Result<store::RoleRow> change_locked(Ask& ask, store::TenantDb& db, const Actor& actor, const std::string& name,
                                     const RoleChange& change) {
  auto row = locked(db, actor, name);
  if (!row) return row;
  const auto before = row->role.permissions;
  if (change.description) row->description = *checked_name(*change.description, description_max);
  if (change.permissions) row->role.permissions = in_order(*change.permissions);
  if (auto fit = may_define(actor, row->role); !fit) return fit.error();
  store::update_role(db, *row, ask.now);
  row->updated_at = ask.now;
  if (row->role.permissions != before) store::note_roles_changed(db, ask.now);
  store::Event event = event_about(ask, actor, "role_changed", name);
  event.data.set("added", port::Json::strings(without(row->role.permissions, before)));
  event.data.set("removed", port::Json::strings(without(before, row->role.permissions)));
  store::write_event(db, event);
  return row;
}

}  // namespace

std::vector<ShownRole> list_roles(Ask& ask, const Actor& actor) {
  store::TenantDb db(ask.world.database, actor.tenant);
  const auto house = store::own_tenant(db);
  std::vector<ShownRole> all;
  if (!house) return all;
  for (const auto& name : builtin_roles_of(house->kind))
    all.push_back({{{name, permissions_of(name)}, "", Time{}, std::nullopt}, true});
  for (auto& row : store::list_roles(db)) all.push_back({std::move(row), false});
  return all;
}

Result<ShownRole> create_role(Ask& ask, const Actor& actor, const std::string& name, const RoleChange& wanted) {
  if (!valid_role_name(name))
    return wrong("name", "must be small letters, digits, \"_\" and \"-\", 64 at most, and no built-in role's");
  if (auto fit = check_text(wanted.description); !fit) return fit.error();
  store::RoleRow row{{name, in_order(wanted.permissions.value_or(std::vector<std::string>{}))},
                     *checked_name(wanted.description.value_or(""), description_max),
                     ask.now,
                     std::nullopt};
  if (auto fit = may_define(actor, row.role); !fit) return fit.error();
  store::TenantDb db(ask.world.database, actor.tenant);
  if (store::list_roles(db).size() >= roles_max) return Error(Code::CONFLICT, "There are 200 own roles already.");
  try {
    db.transaction([&] {
      store::insert_role(db, row.role, ask.now, row.description);
      store::Event event = event_about(ask, actor, "role_created", name);
      event.data.set("permissions", port::Json::strings(row.role.permissions));
      store::write_event(db, event);
      return true;
    });
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() == port::SqlRefusal::duplicate) return Error(Code::CONFLICT, "There is a role of this name.");
    throw;
  }
  return ShownRole{std::move(row), false};
}

Result<ChangedRole> change_role(Ask& ask, const Actor& actor, const std::string& name, const RoleChange& change) {
  if (auto fit = check_text(change.description); !fit) return fit.error();
  Result<store::RoleRow> row = Code::NOT_FOUND;
  {
    store::TenantDb db(ask.world.database, actor.tenant);
    db.transaction([&] {
      row = change_locked(ask, db, actor, name, change);
      return bool(row);
    });
  }
  if (!row) return row.error();
  return ChangedRole{{*std::move(row), false}, forget_tenant(ask, actor.tenant, ask.now)};
}

Result<void> delete_role(Ask& ask, const Actor& actor, const std::string& name) {
  Result<void> done;
  store::TenantDb db(ask.world.database, actor.tenant);
  db.transaction([&] {
    done = {};
    if (const auto row = locked(db, actor, name); !row)
      done = row.error();
    else if (store::role_is_used(db, name))
      done = Error(Code::CONFLICT, "Somebody has this role.");
    if (!done) return false;
    store::remove_role(db, name);
    store::write_event(db, event_about(ask, actor, "role_deleted", name));
    return true;
  });
  return done;
}

std::vector<ShownPermission> list_permissions(Ask& ask, const Actor& actor) {
  std::vector<ShownPermission> all;
  for (const auto& each : built_in_permissions())
    if (permission_of_tenants(each.name)) all.push_back({std::string(each.name), std::string(each.sentence)});
  std::set<std::string> others;
  store::TenantDb db(ask.world.database, actor.tenant);
  for (const auto& row : store::list_roles(db))
    for (const auto& name : row.role.permissions)
      if (!built_in_permission(name)) others.insert(name);
  for (const auto& name : others) all.push_back({name, ""});
  return all;
}

}  // namespace doorward::service
