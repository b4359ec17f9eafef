// What happened in a tenant on each day (UTC): rows of tenant_days, made out of the day's events.
#pragma once
#include <chrono>
#include <functional>
#include <set>
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
  bool complete = true;                 // else: of the events up to then; nullopt: none is counted yet, and the
  std::optional<Time> counted_until{};  // figures mean nothing

  bool known() const { return complete || counted_until; }
};
/// Of which nothing is counted yet.
DayFigures not_counted(Day day);

/// Figures of the tenant's days from `first` to `last` that have a row, in order; days without events have none.
std::vector<DayFigures> days_of(TenantDb& db, Day first, Day last);

/// A day counted out of its events, a page at a time: whatever a day was like, no question takes long.
class DayCount {
 public:
  explicit DayCount(Day day);
  /// The next events, `limit` at most. False: those were the last.
  bool next(TenantDb& db, int limit);
  bool next(PlatformDb& platform, TenantId tenant, int limit);
  DayFigures figures() const;
  /// When the last of them happened.
  Time last() const;

 private:
  std::size_t take(const std::function<void(const std::function<void(const port::SqlRow&)>&)>& ask);

  Day day_;
  Id behind_;
  DayFigures sum_;
  std::set<Id> active_;
};

/// The last day that is rolled up for every tenant; nullopt: none.
std::optional<Day> last_rolled_up(PlatformDb& platform);
std::optional<Day> last_rolled_up(TenantDb& db);
void note_rolled_up(PlatformDb& platform, Day day);
/// When the day that goes on was rolled up for those with many events.
std::optional<Time> today_rolled_up(PlatformDb& platform);
void note_today_rolled_up(PlatformDb& platform, Time now);

/// Tenants in order of id, those behind `after` alone; did more than `beyond` things happen there on that day?
struct TenantOfDay {
  TenantId id;
  bool busy = false;
};
std::vector<TenantOfDay> tenants_of_day(PlatformDb& platform, std::optional<TenantId> after, Day day,
                                        std::int64_t beyond, int limit);
/// Makes the row, or makes it anew.
void put_day(PlatformDb& platform, TenantId tenant, Day day, const DayFigures& figures);

}  // namespace doorward::store
