// Roles: the built-in ones of roles.def with their ranks, and a tenant's own, which are sets of permissions.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/permission.hh"
#include "model/tenant_kind.hh"

namespace doorward {

/// Of a built-in role, sorted; empty for any other name.
std::vector<std::string> permissions_of(std::string_view built_in_role);

bool is_builtin_role(std::string_view name);
/// Those that people of such a row can have, highest first.
std::vector<std::string> builtin_roles_of(TenantKind kind);
/// The higher one stands above. A role that is not built in stands below all that are.
int rank_of(std::string_view role);
/// May people of such a row have this built-in role?
bool role_fits(std::string_view built_in_role, TenantKind kind);
/// A tenant's own role: a small letter, then small letters, digits, "_" and "-", 64 at most, not a built-in name.
bool valid_role_name(std::string_view name);

/// A role with what it stands for.
struct Role {
  std::string name;
  std::vector<std::string> permissions;  // sorted
};
/// An own role stands just below the least built-in role that has all of doorward's permissions in it.
int rank_of(const Role& role);
/// Nobody grants a rank or one of doorward's own permissions above their own. An application's permission is granted
/// by who has it, or by who defines roles. The platform's people grant whatever a tenant can have.
bool may_grant(const Role& giver, const Role& given);
/// owner and platform_admin: nobody stands above them at home, so they change each other, and the last one stays.
bool is_head(std::string_view role);
/// May `actor` change an account that has this role? Nobody changes a peer or a superior, and nobody takes over, by
/// changing its address, what they could not grant. Heads change heads of their own kind.
bool may_change(const Role& actor, const Role& target);
/// Can people of a tenant have this permission at all? What only the platform's people have they cannot.
bool permission_of_tenants(std::string_view permission);

}  // namespace doorward
