// Tenants that were canceled long ago: nobody sees them any more, their rows go in batches, their slug stays taken.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "store/database.hh"
#include "store/linked_identities.hh"

namespace doorward::store {

/// Tables that hold rows of tenants, in the order in which they are emptied.
const std::vector<std::string_view>& tables_of_tenants();

struct Leaving {
  TenantId id;
  std::string slug;
  bool begun = false;  // nobody sees it any more
};
/// The first of those that were canceled at `until` or before and have something left.
std::optional<Leaving> next_leaving(PlatformDb& platform, Time until);
/// From now on it is deleted. False: it was restored, or another host was quicker.
bool begin_leaving(PlatformDb& platform, TenantId tenant, Time until, Time now);
/// Removes at most `limit` rows, each in a statement of its own table; how many. 0: nothing is left.
std::int64_t remove_rows(PlatformDb& platform, TenantId tenant, int limit);
/// What an account of this tenant says of one in another.
struct OwnHalf {
  UserId user;
  Identity other;
};
/// At most `limit` of them.
std::vector<OwnHalf> own_halves(PlatformDb& platform, TenantId tenant, int limit);
/// What an account of one tenant says of any in another. False: nothing.
bool drop_half(PlatformDb& platform, const Identity& from, TenantId to);
/// Nothing but slug and id are left of its row.
void end_leaving(PlatformDb& platform, TenantId tenant);

}  // namespace doorward::store
