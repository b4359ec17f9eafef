// Permissions stand in one column, joined by blanks: they are only ever read together.
#include "store/roles.hh"

#include "base/text.hh"

namespace doorward::store {
namespace {

constexpr std::string_view by_name = "SELECT name, permissions FROM t_roles WHERE name = ?";
constexpr std::string_view insert =
    "INSERT INTO t_roles (tenant_id, name, permissions, created_at) VALUES (?, ?, ?, ?)";

}  // namespace

std::optional<Role> find_role(TenantDb& db, const std::string& name) {
  std::optional<Role> found;
  db.each(by_name, {name}, [&](const port::SqlRow& row) { found = Role{row.text(0), read_permissions(row.text(1))}; });
  return found;
}

void insert_role(TenantDb& db, const Role& role, Time now) {
  db.run(insert, {port::sql(db.tenant()), role.name, join(role.permissions, " "), now});
}

}  // namespace doorward::store
