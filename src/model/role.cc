// The rows of roles.def, and who may hand out which.
#include "model/role.hh"

#include <algorithm>

#include "base/text.hh"

namespace doorward {
namespace {

struct Row {
  std::string_view name;
  int rank;
  TenantKind kind;
  std::string_view permissions;
};

constexpr Row rows[] = {
#define ROLE(name, rank, kind, permissions) {#name, rank, TenantKind::kind, permissions},
#include "model/roles.def"
#undef ROLE
};

const Row* find(std::string_view name) {
  const auto* const row = std::find_if(std::begin(rows), std::end(rows), [&](const Row& r) { return r.name == name; });
  return row == std::end(rows) ? nullptr : row;
}

bool holds(const Role& role, std::string_view permission) {
  return std::find(role.permissions.begin(), role.permissions.end(), permission) != role.permissions.end();
}

constexpr std::size_t name_max = 64;
bool small_letter(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

std::vector<std::string> permissions_of(std::string_view built_in_role) {
  const Row* row = find(built_in_role);
  return row ? read_permissions(row->permissions) : std::vector<std::string>{};
}

bool is_builtin_role(std::string_view name) { return find(name) != nullptr; }

std::vector<std::string> builtin_roles_of(TenantKind kind) {
  std::vector<std::string> names;
  for (const Row& row : rows)
    if (row.kind == kind) names.emplace_back(row.name);
  return names;
}

int rank_of(std::string_view role) {
  const Row* row = find(role);
  return row ? row->rank : 0;
}

bool role_fits(std::string_view built_in_role, TenantKind kind) {
  const Row* row = find(built_in_role);
  return row && row->kind == kind;
}

bool valid_role_name(std::string_view name) {
  return !name.empty() && name.size() <= name_max && small_letter(name.front()) && !is_builtin_role(name) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return small_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-'; });
}

int rank_of(const Role& role) {
  if (const Row* row = find(role.name)) return row->rank;
  const Row* least = nullptr;
  for (const Row& row : rows) {
    const Role built_in{std::string(row.name), read_permissions(row.permissions)};
    const bool has_all = std::all_of(role.permissions.begin(), role.permissions.end(), [&](const std::string& each) {
      return !built_in_permission(each) || holds(built_in, each);
    });
    if (has_all && (!least || row.rank < least->rank)) least = &row;
  }
  return least ? least->rank - 1 : std::begin(rows)->rank;
}

bool permission_of_tenants(std::string_view permission) {
  return !built_in_permission(permission) || holds({"owner", permissions_of("owner")}, permission);
}

bool is_head(std::string_view role) { return role == "owner" || role == "platform_admin"; }

bool may_change(const Role& actor, const Role& target) {
  const bool above = rank_of(actor) > rank_of(target) || (is_head(actor.name) && actor.name == target.name);
  return above && may_grant(actor, target);
}

bool may_grant(const Role& giver, const Role& given) {
  if (rank_of(given) > rank_of(giver)) return false;
  if (const Row* row = find(giver.name); row && row->kind != TenantKind::tenant)
    return std::all_of(given.permissions.begin(), given.permissions.end(), permission_of_tenants) ||
           is_builtin_role(given.name);
  return std::all_of(given.permissions.begin(), given.permissions.end(), [&](const std::string& permission) {
    return holds(giver, permission) || (!built_in_permission(permission) && holds(giver, "manage_roles"));
  });
}

}  // namespace doorward
