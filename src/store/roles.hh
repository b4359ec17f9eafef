// A tenant's own roles as rows.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/role.hh"
#include "store/database.hh"

namespace doorward::store {

struct RoleRow {
  Role role;
  std::string description;
  Time created_at{};
  std::optional<Time> updated_at;
};

std::optional<Role> find_role(TenantDb& db, const std::string& name);
/// All of them, by name.
std::vector<RoleRow> list_roles(TenantDb& db);
/// Held until the transaction ends.
std::optional<RoleRow> lock_role(TenantDb& db, const std::string& name);
/// SqlRefused(duplicate) when there is one of this name.
void insert_role(TenantDb& db, const Role& role, Time now, const std::string& description = "");
void update_role(TenantDb& db, const RoleRow& row, Time now);
void remove_role(TenantDb& db, const std::string& name);

/// Whoever hands a role out writes its row, so that on no node of a cluster it is removed at that moment. False: there
/// is none.
bool note_grant(TenantDb& db, const std::string& name);
bool role_is_used(TenantDb& db, const std::string& name);

/// From now on what memory holds of this tenant's people and was read before is read again.
void note_roles_changed(TenantDb& db, Time now);

}  // namespace doorward::store
