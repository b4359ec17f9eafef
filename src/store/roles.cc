// Permissions stand in one column, joined by blanks: they are only ever read together.
#include "store/roles.hh"

#include "base/text.hh"

namespace doorward::store {
namespace {

#define COLUMNS "name, permissions, description, created_at, updated_at"
constexpr std::string_view by_name = "SELECT " COLUMNS " FROM t_roles WHERE name = ?";
constexpr std::string_view locked = "SELECT " COLUMNS " FROM t_roles WHERE name = ? FOR UPDATE";
constexpr std::string_view all = "SELECT " COLUMNS " FROM t_roles ORDER BY name";
constexpr std::string_view insert =
    "INSERT INTO t_roles (tenant_id, name, permissions, description, created_at) VALUES (?, ?, ?, ?, ?)";
constexpr std::string_view update =
    "UPDATE t_roles SET permissions = ?, description = ?, updated_at = ? WHERE name = ?";
constexpr std::string_view remove = "DELETE FROM t_roles WHERE name = ?";
constexpr std::string_view granted = "UPDATE t_roles SET grants = grants + 1 WHERE name = ?";
constexpr std::string_view used = "SELECT 1 FROM t_users WHERE role = ? AND deleted_at IS NULL LIMIT 1";
constexpr std::string_view changed =
    "UPDATE t_tenant SET roles_changed_at = GREATEST(COALESCE(roles_changed_at, ?), ?)";

RoleRow read(const port::SqlRow& row) {
  return {{row.text(0), read_permissions(row.text(1))}, row.text(2), row.time(3), row.maybe_time(4)};
}

std::vector<RoleRow> many(TenantDb& db, std::string_view statement, const std::vector<port::SqlValue>& values) {
  std::vector<RoleRow> found;
  db.each(statement, values, [&](const port::SqlRow& row) { found.push_back(read(row)); });
  return found;
}

std::optional<RoleRow> one(TenantDb& db, std::string_view statement, const std::string& name) {
  auto found = many(db, statement, {name});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace

std::optional<Role> find_role(TenantDb& db, const std::string& name) {
  auto found = one(db, by_name, name);
  if (!found) return std::nullopt;
  return std::move(found->role);
}

std::vector<RoleRow> list_roles(TenantDb& db) { return many(db, all, {}); }

std::optional<RoleRow> lock_role(TenantDb& db, const std::string& name) { return one(db, locked, name); }

void insert_role(TenantDb& db, const Role& role, Time now, const std::string& description) {
  db.run(insert, {port::sql(db.tenant()), role.name, join(role.permissions, " "), description, now});
}

void update_role(TenantDb& db, const RoleRow& row, Time now) {
  db.run(update, {join(row.role.permissions, " "), row.description, now, row.role.name});
}

void remove_role(TenantDb& db, const std::string& name) { db.run(remove, {name}); }

bool note_grant(TenantDb& db, const std::string& name) { return db.run(granted, {name}) == 1; }

bool role_is_used(TenantDb& db, const std::string& name) {
  bool found = false;
  db.each(used, {name}, [&](const port::SqlRow&) { found = true; });
  return found;
}

void note_roles_changed(TenantDb& db, Time now) { db.run(changed, {now, now}); }

}  // namespace doorward::store
