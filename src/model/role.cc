// Roles within a tenant each have what the one below has. Those of the platform administer, and use nothing.
#include "model/role.hh"

#include <algorithm>

namespace doorward {
namespace {

struct Role {
  std::string_view name;
  int rank;
};
constexpr Role roles[] = {{"viewer", 1}, {"user", 2},     {"manager", 3},       {"admin", 4},
                          {"owner", 5},  {"reseller", 6}, {"platform_admin", 7}};
constexpr int of_platform_from = 6;

struct Permission {
  std::string_view name;
  std::string_view from;  // the least role that has it
};
constexpr Permission permissions[] = {
    {"edit_content", "user"},
    {"impersonate", "platform_admin"},
    {"manage_api_keys", "admin"},
    {"manage_invites", "manager"},
    {"manage_platform", "platform_admin"},
    {"manage_resellers", "platform_admin"},
    {"manage_roles", "admin"},
    {"manage_tenant", "owner"},
    {"manage_tenants", "reseller"},
    {"manage_users", "admin"},
    {"manage_webhooks", "admin"},
    {"view_analytics", "manager"},
    {"view_audit", "admin"},
    {"view_content", "viewer"},
    {"view_users", "manager"},
};

}  // namespace

int rank_of(std::string_view role) {
  const auto* const found =
      std::find_if(std::begin(roles), std::end(roles), [&](const Role& r) { return r.name == role; });
  return found == std::end(roles) ? 0 : found->rank;
}

bool is_builtin_role(std::string_view role) { return rank_of(role) > 0; }

std::vector<std::string> permissions_of(std::string_view builtin_role) {
  std::vector<std::string> held;
  const int rank = rank_of(builtin_role);
  for (const Permission& permission : permissions) {
    const int least = rank_of(permission.from);
    const bool same_house = (least >= of_platform_from) == (rank >= of_platform_from);
    if (rank >= least && same_house) held.emplace_back(permission.name);
  }
  return held;
}

}  // namespace doorward
