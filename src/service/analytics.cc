// A day is rolled up once for all tenants, in order of id; a round that is ended begins that day again, which changes
// nothing that was right.
#include "service/analytics.hh"

#include <algorithm>
#include <memory>

namespace doorward::service {
namespace {

using std::chrono::days;
using store::Day;

constexpr days usual{29}, longest{400};
/// An event may be committed a little after the time in its id.
constexpr std::chrono::minutes late{10};

Day day_of(Time time) { return std::chrono::floor<days>(time); }

Result<Day> read_day(std::string_view field, const std::string& text, Day otherwise) {
  if (text.empty()) return otherwise;
  const auto time = parse_rfc3339(text + "T00:00:00Z");
  if (!time) return wrong(std::string(field), "must be a day such as 2026-01-02");
  return day_of(*time);
}

bool nothing_happened(const store::DayFigures& day) {
  return day.sign_ins + day.active_users + day.failures + day.new_users == 0;
}

}  // namespace

Result<std::vector<store::DayFigures>> figures_of(Ask& ask, TenantId tenant, const std::string& from,
                                                  const std::string& to) {
  const Day today = day_of(ask.now);
  const auto last = read_day("to", to, today);
  if (!last) return last.error();
  const auto first = read_day("from", from, *last - usual);
  if (!first) return first.error();
  if (*first > *last || *last - *first >= longest) return wrong("from", "must be a day of the 400 days up to the last");
  store::TenantDb db(ask.world.database, tenant);
  // What no round has reached is counted here, but for no more than yesterday and today; today always is.
  const Day counted = std::clamp(store::last_rolled_up(db).value_or(today - days(2)) + days(1), today - days(1), today);
  auto all = store::days_of(db, *first, std::min(*last, counted - days(1)));
  for (Day day = std::max(*first, counted); day <= std::min(*last, today); day += days(1))
    if (auto figures = store::count_day(db, day); !nothing_happened(figures)) all.push_back(std::move(figures));
  return all;
}

std::function<Batch(int)> daily_figures(Ask& ask, store::PlatformDb& platform) {
  const Day over = day_of(ask.now - late) - days(1);
  return [&platform, over, after = std::make_shared<std::optional<TenantId>>()](int limit) {
    const Day day = store::last_rolled_up(platform).value_or(over - days(1)) + days(1);
    if (day > over) return Batch{};
    const auto page = store::tenants_of_day(platform, *after, day, std::max(1, limit / 10));
    std::int64_t made = 0;
    for (const auto& tenant : page)
      if (tenant.busy) store::roll_up(platform, tenant.id, day), ++made;
    *after = page.empty() ? std::nullopt : std::optional(page.back().id);
    if (page.empty()) store::note_rolled_up(platform, day);
    return Batch{made, true};
  };
}

}  // namespace doorward::service
