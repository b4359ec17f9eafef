// A day is rolled up once for all tenants, in order of id; a round that is ended begins that day again, which changes
// nothing that was right. Of the day that goes on, those with more events than a request may count are rolled up too.
#include "service/analytics.hh"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>

namespace doorward::service {
namespace {

using std::chrono::days;
using store::Day;

constexpr days usual{29}, longest{400};
/// An event may be committed a little after the time in its id.
constexpr std::chrono::minutes late{10};
/// So many events a request counts by itself; where there are more, it takes what was rolled up within the hour.
constexpr int countable = 20000;
constexpr std::chrono::hours often{1};

Day day_of(Time time) { return std::chrono::floor<days>(time); }

Result<Day> read_day(std::string_view field, const std::string& text, Day otherwise) {
  if (text.empty()) return otherwise;
  const auto time = parse_rfc3339(text + "T00:00:00Z");
  if (!time) return wrong(std::string(field), "must be a day such as 2026-01-02");
  return day_of(*time);
}

struct Stretch {
  Day first, last;
};
Result<Stretch> read_stretch(Day today, const std::string& from, const std::string& to) {
  const auto last = read_day("to", to, today);
  if (!last) return last.error();
  const auto first = read_day("from", from, *last - usual);
  if (!first) return first.error();
  if (*first > *last || *last - *first >= longest) return wrong("from", "must be a day of the 400 days up to the last");
  return Stretch{*first, *last};
}

bool nothing_happened(const store::DayFigures& day) {
  return day.sign_ins + day.active_users + day.failures + day.new_users == 0;
}

/// Over for so long that nothing of it comes any more.
bool is_over(Day day, Time now) { return now >= day + days(1) + late; }

/// `rolled`: what the upkeep has counted of it.
store::DayFigures counted_now(store::TenantDb& db, Day day, Time now, store::DayFigures rolled) {
  store::DayCount count(day);
  const bool more = count.next(db, countable);
  if (more && rolled.known()) return rolled;
  auto figures = count.figures();
  figures.complete = !more && is_over(day, now);
  if (!figures.complete) figures.counted_until = more ? count.last() : std::min(now, Time(day + days(1)));
  return figures;
}

/// One round over all tenants for one day: those with more than `beyond` events, a page of events in each batch.
class Round {
 public:
  /// `until`: of a day that goes on.
  Round(store::PlatformDb& platform, Day day, std::int64_t beyond, std::optional<Time> until)
      : platform_(platform), day_(day), beyond_(beyond), until_(until) {}

  /// Rows made, or nullopt: every tenant had its turn.
  std::optional<std::int64_t> next(int limit) {
    constexpr int at_once = 10;  // events are only read
    if (waiting_.empty() && !look()) return std::nullopt;
    if (waiting_.empty()) return 0;
    if (!count_) count_.emplace(day_);
    if (count_->next(platform_, waiting_.front(), limit * at_once)) return 0;
    auto figures = count_->figures();
    figures.counted_until = until_;
    store::put_day(platform_, waiting_.front(), day_, figures);
    waiting_.pop_front();
    count_.reset();
    return 1;
  }

 private:
  bool look() {
    constexpr int few = 5;
    const auto page = store::tenants_of_day(platform_, after_, day_, beyond_, few);
    for (const auto& tenant : page)
      if (tenant.busy) waiting_.push_back(tenant.id);
    if (!page.empty()) after_ = page.back().id;
    return !page.empty();
  }

  store::PlatformDb& platform_;
  Day day_;
  std::int64_t beyond_;
  std::optional<Time> until_;
  std::optional<TenantId> after_;
  std::deque<TenantId> waiting_;
  std::optional<store::DayCount> count_;
};

}  // namespace

Result<std::vector<store::DayFigures>> figures_of(Ask& ask, TenantId tenant, const std::string& from,
                                                  const std::string& to) {
  const Day today = day_of(ask.now);
  const auto stretch = read_stretch(today, from, to);
  if (!stretch) return stretch.error();
  store::TenantDb db(ask.world.database, tenant);
  const Day counted = std::min(store::last_rolled_up(db).value_or(today - days(2)), today - days(1));
  auto all = store::days_of(db, stretch->first, stretch->last);
  // Of days that no round has reached there may be a part.
  const auto text = store::day_text(counted);
  const auto rolled = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.day > text; });
  std::map<std::string, store::DayFigures> parts;
  for (auto part = rolled; part != all.end(); ++part) parts.emplace(part->day, *part);
  all.erase(rolled, all.end());
  for (Day day = std::max(stretch->first, counted + days(1)); day <= std::min(stretch->last, today); day += days(1)) {
    auto figures = parts.try_emplace(store::day_text(day), store::not_counted(day)).first->second;
    if (day >= today - days(1)) figures = counted_now(db, day, ask.now, figures);
    if (!figures.known() || !nothing_happened(figures)) all.push_back(std::move(figures));
  }
  return all;
}

Result<HouseFigures> figures_of_house(Ask& ask, const Above& by, const std::string& from, const std::string& to) {
  const Day today = day_of(ask.now);
  const auto stretch = read_stretch(today, from, to);
  if (!stretch) return stretch.error();
  store::PlatformDb& platform = ask.world.platform;
  HouseFigures all;
  const auto last = store::last_rolled_up(platform);
  if (last) all.until = store::day_text(*last);
  all.days = store::days_of_house(platform, by.reseller.value_or(platform_tenant), stretch->first, stretch->last);
  const Day next = last ? *last + days(1) : today - days(1);
  for (Day day = std::max(stretch->first, next); day <= std::min(stretch->last, today - days(1)); day += days(1))
    all.days.push_back({store::not_counted(day)});
  return all;
}

std::function<Batch(int)> daily_figures(Ask& ask, store::PlatformDb& platform) {
  return [&, now = Time{}, round = std::make_shared<std::optional<Round>>()](int limit) mutable {
    if (!*round) now = ask.now;
    const Day over = day_of(now - late) - days(1);
    const Day day = store::last_rolled_up(platform).value_or(over - days(1)) + days(1);
    const bool goes_on = day > over;
    if (goes_on && store::today_rolled_up(platform).value_or(Time{}) + often > now) return Batch{};
    if (!*round)
      round->emplace(platform, goes_on ? day_of(now) : day, goes_on ? countable : 0,
                     goes_on ? std::optional(now) : std::nullopt);
    if (const auto made = (*round)->next(limit)) return Batch{*made, true};
    round->reset();
    if (goes_on) {
      store::note_today_rolled_up(platform, now);
    } else {
      store::sum_up(platform, day);
      store::note_rolled_up(platform, day);
    }
    return Batch{0, true};
  };
}

}  // namespace doorward::service
