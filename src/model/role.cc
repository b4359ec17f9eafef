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

bool may_grant(const Role& giver, const Role& given) {
  if (rank_of(given.name) > rank_of(giver.name)) return false;
  return std::all_of(given.permissions.begin(), given.permissions.end(), [&](const std::string& permission) {
    return holds(giver, permission) || (!built_in_permission(permission) && holds(giver, "manage_roles"));
  });
}

}  // namespace doorward
