// Figures of a tenant's days: those that are over come out of a small table, made once by the upkeep; the rest is
// counted out of the events of today, and of yesterday until its round.
#pragma once
#include "service/above.hh"
#include "service/upkeep_work.hh"
#include "store/house_days.hh"

namespace doorward::service {

/// The first and the last day, "2026-01-02"; empty: the last thirty days. VALIDATION_ERROR on "from" and "to": no day,
/// or more than 400 of them. Each day says whether all of it is counted; one that the upkeep has not reached yet is
/// there without figures, however much happened. What happened yesterday and today is counted here.
Result<std::vector<store::DayFigures>> figures_of(Ask& ask, TenantId tenant, const std::string& from,
                                                  const std::string& to);

/// Over all tenants, or a reseller's own, of the days that are over; without figures until they are rolled up.
struct HouseFigures {
  std::vector<store::HouseDay> days;
  std::optional<std::string> until;  // the last day that is rolled up; nullopt: none
};
Result<HouseFigures> figures_of_house(Ask& ask, const Above& by, const std::string& from, const std::string& to);

/// Rolls up the next day that is over for ten minutes, and once an hour the day that goes on where it is full of
/// events; some of them at a time.
std::function<Batch(int)> daily_figures(Ask& ask, store::PlatformDb& platform);

}  // namespace doorward::service
