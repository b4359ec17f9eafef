// The people of the houses above tenants, the platform's own and each reseller's, as administrators of the platform
// reach them. Everything else is done to them as to anybody (service/people).
#pragma once
#include "service/above.hh"
#include "service/people.hh"

namespace doorward::service {

/// Acting in the platform's house, or in a reseller's. NOT_FOUND: `house` is neither.
Result<Actor> actor_in_house(Ask& ask, const Visitor& visitor, TenantId house);

/// With the role that people there have. Without a password a letter brings the link by which they set one.
/// NOT_FOUND, and as create_account().
Result<Account> add_to_house(Ask& ask, const Actor& actor, NewAccount wanted);

}  // namespace doorward::service
