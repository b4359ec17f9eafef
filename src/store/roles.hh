// A tenant's own roles as rows.
#pragma once
#include <optional>
#include <string>

#include "model/role.hh"
#include "store/database.hh"

namespace doorward::store {

std::optional<Role> find_role(TenantDb& db, const std::string& name);
/// SqlRefused(duplicate) when there is one of this name.
void insert_role(TenantDb& db, const Role& role, Time now);

}  // namespace doorward::store
