// Mail is sent by doorwardctl, which stands beside this program: the library that talks to mail servers is not linked
// into what answers requests. Nor is what asks sites of tenants' domains.
#pragma once
#include <string>
#include <vector>

namespace doorward::door {

/// This process becomes `doorwardctl OPTIONS… tick --only mail`. `options`: those that lead to our settings. Returns,
/// with a line in the log, where that cannot be.
void become_postman(const std::vector<std::string>& options);
/// Likewise `tick --only domains`.
void become_scout(const std::vector<std::string>& options);

}  // namespace doorward::door
