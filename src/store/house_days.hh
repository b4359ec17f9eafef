// Days of many tenants together: of the platform over all of them, of a reseller over its own. Made once, when a day
// is over, so that whoever asks reads one row a day, however many tenants there are.
#pragma once
#include "store/days.hh"

namespace doorward::store {

struct HouseDay {
  DayFigures figures;
  std::int64_t tenants = 0, users = 0;  // when the day was summed up, without canceled tenants
};

/// Makes the rows of that day out of the tenants' own, or makes them anew.
void sum_up(PlatformDb& platform, Day day);
/// `house`: the platform's row or a reseller's. In order of days.
std::vector<HouseDay> days_of_house(PlatformDb& platform, TenantId house, Day first, Day last);

}  // namespace doorward::store
