// The built-in roles: what each may do, and which stands above which. A tenant may have roles of its own beside them
// (store/facts, table roles).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace doorward {

/// "platform_admin", "reseller", "owner", "admin", "manager", "user", "viewer".
bool is_builtin_role(std::string_view role);
/// Sorted; empty for a role that is not built in.
std::vector<std::string> permissions_of(std::string_view builtin_role);
/// 1 for viewer, rising; 0 for a role that is not built in. Nobody grants a role above their own.
int rank_of(std::string_view role);

}  // namespace doorward
