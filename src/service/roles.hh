// A tenant's roles: the built-in ones, and own ones, which are sets of permissions.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "service/actor.hh"
#include "service/sessions.hh"
#include "store/roles.hh"

namespace doorward::service {

struct ShownRole {
  store::RoleRow row;
  bool built_in = false;
};
/// Built-in ones first, highest first; own ones by name.
std::vector<ShownRole> list_roles(Ask& ask, const Actor& actor);

struct RoleChange {  // absent: unchanged
  std::optional<std::string> description;
  std::optional<std::vector<std::string>> permissions;
};
/// VALIDATION_ERROR, CONFLICT (the name is taken, or there are too many), INSUFFICIENT_PERMISSIONS for what the actor
/// could not grant.
Result<ShownRole> create_role(Ask& ask, const Actor& actor, const std::string& name, const RoleChange& wanted);

struct ChangedRole {
  ShownRole role;
  Revoked revoked;
};
/// In force at once for everybody who has it. NOT_FOUND; CONFLICT for a built-in one; otherwise as create_role.
Result<ChangedRole> change_role(Ask& ask, const Actor& actor, const std::string& name, const RoleChange& change);
/// CONFLICT while somebody has it.
Result<void> delete_role(Ask& ask, const Actor& actor, const std::string& name);

struct ShownPermission {
  std::string name, sentence;  // a sentence only of doorward's own
};
/// What roles here can be made of: doorward's own permissions, and what own roles name besides.
std::vector<ShownPermission> list_permissions(Ask& ask, const Actor& actor);

}  // namespace doorward::service
