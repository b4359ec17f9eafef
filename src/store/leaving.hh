// Tenants that were canceled long ago: nobody sees them any more, their rows go in batches, their slug stays taken.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "store/database.hh"

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
/// What an account of another tenant says of one of this tenant.
struct HalfElsewhere {
  TenantId tenant;
  UserId user;
};
/// Takes at most `limit` of those away; whose they were.
std::vector<HalfElsewhere> drop_halves_elsewhere(PlatformDb& platform, TenantId tenant, int limit);
/// Nothing but slug and id are left of its row.
void end_leaving(PlatformDb& platform, TenantId tenant);

}  // namespace doorward::store
