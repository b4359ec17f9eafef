// What happened in a tenant on each day (UTC): rows of tenant_days, made out of the day's events.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "store/database.hh"

namespace doorward::store {

using Day = std::chrono::sys_days;

/// "2026-01-02"
std::string day_text(Day day);

struct DayFigures {
  std::string day;
  std::int64_t sign_ins = 0, mfa_sign_ins = 0;  // of the sign-ins, those with several factors
  std::int64_t active_users = 0;                // who signed in or renewed a token
  std::int64_t failures = 0, new_users = 0;
};

/// Figures of the tenant's days from `first` to `last` that are rolled up, in order; days without events have none.
std::vector<DayFigures> days_of(TenantDb& db, Day first, Day last);
/// The same of one day out of its events: a range of an index, as long as the day's sign-ins are many.
DayFigures count_day(TenantDb& db, Day day);

/// The last day that is rolled up for every tenant; nullopt: none.
std::optional<Day> last_rolled_up(PlatformDb& platform);
std::optional<Day> last_rolled_up(TenantDb& db);
void note_rolled_up(PlatformDb& platform, Day day);

/// Tenants in order of id, those behind `after` alone; did something happen there on that day?
struct TenantOfDay {
  TenantId id;
  bool busy = false;
};
std::vector<TenantOfDay> tenants_of_day(PlatformDb& platform, std::optional<TenantId> after, Day day, int limit);
/// Makes the row, or makes it anew.
void roll_up(PlatformDb& platform, TenantId tenant, Day day);

}  // namespace doorward::store
