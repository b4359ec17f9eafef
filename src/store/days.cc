// Event ids begin with their time, so a day is a range of ids.
#include "store/days.hh"

#include <array>

#include "store/transaction.hh"

namespace doorward::store {
namespace {

// Of whatever type: so a page reads as many rows as it says.
#define EVENTS                                                                                    \
  "SELECT id, type, subject_id, type = 'user_logged_in' AND data LIKE '%\"amr\":[\"%\",\"%\"]%' " \
  "FROM "
#define IN_THE_DAY "id > ? AND id < ? ORDER BY id LIMIT ?"
constexpr std::string_view own_events = EVENTS "t_events WHERE " IN_THE_DAY;
constexpr std::string_view events_of = EVENTS "events WHERE tenant_id = ? AND " IN_THE_DAY;
constexpr std::string_view put =
    "INSERT INTO tenant_days (tenant_id, day, sign_ins, mfa_sign_ins, active_users, failures, new_users, "
    "counted_until) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE sign_ins = VALUES(sign_ins), mfa_sign_ins = VALUES(mfa_sign_ins), "
    "active_users = VALUES(active_users), failures = VALUES(failures), new_users = VALUES(new_users), "
    "counted_until = VALUES(counted_until)";
constexpr std::string_view page =
    "SELECT day, sign_ins, mfa_sign_ins, active_users, failures, new_users, counted_until FROM t_tenant_days "
    "WHERE day BETWEEN ? AND ? ORDER BY day";
constexpr std::string_view noted = "SELECT value FROM installation WHERE name = ?";
constexpr std::string_view noted_seen = "SELECT value FROM v_installation WHERE name = ?";
constexpr std::string_view note =
    "INSERT INTO installation (name, value) VALUES (?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value)";
// So many entries of the index for each tenant, and no more.
#define BUSY                                                                                                       \
  "SELECT t.id, (SELECT e.id FROM events e WHERE e.tenant_id = t.id AND e.id >= ? AND e.id < ? LIMIT 1 OFFSET ?) " \
  "IS NOT NULL FROM tenants t WHERE t.deleted_at IS NULL "
constexpr std::string_view from_the_first = BUSY "ORDER BY t.id LIMIT ?";
constexpr std::string_view behind = BUSY "AND t.id > ? ORDER BY t.id LIMIT ?";
const std::string rolled_up = "days_rolled_up", so_far = "today_rolled_up";

/// Before every id of that day, behind every one of the day before.
Id first_id(Day day) {
  const std::array<std::uint8_t, 10> nothing{};
  return Id::version7(Time(day), nothing);
}

DayFigures read(const port::SqlRow& row) {
  return {day_text(std::chrono::floor<std::chrono::days>(row.time(0))),
          row.number(1),
          row.number(2),
          row.number(3),
          row.number(4),
          row.number(5),
          row.null(6),
          row.maybe_time(6)};
}

std::optional<Day> parse_day(const std::string& text) {
  const auto time = parse_rfc3339(text + "T00:00:00Z");
  if (!time) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(*time);
}

}  // namespace

std::string day_text(Day day) { return to_rfc3339(Time(day)).substr(0, 10); }

DayFigures not_counted(Day day) {
  DayFigures figures;
  figures.day = day_text(day);
  figures.complete = false;
  return figures;
}

std::vector<DayFigures> days_of(TenantDb& db, Day first, Day last) {
  std::vector<DayFigures> all;
  db.each(page, {Time(first), Time(last)}, [&](const port::SqlRow& row) { all.push_back(read(row)); });
  return all;
}

DayCount::DayCount(Day day) : day_(day), behind_(first_id(day)) { sum_.day = day_text(day); }

Time DayCount::last() const {
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < 6; ++at) number = number << 8 | behind_.bytes[at];
  return Time(std::chrono::milliseconds(number));
}

std::size_t DayCount::take(const std::function<void(const std::function<void(const port::SqlRow&)>&)>& ask) {
  std::size_t rows = 0;
  ask([&](const port::SqlRow& row) {
    ++rows;
    behind_ = row.id(0);
    const auto type = row.text(1);
    sum_.sign_ins += type == "user_logged_in";
    sum_.mfa_sign_ins += row.number(3);
    sum_.failures += type == "user_login_failed";
    sum_.new_users += type == "user_created";
    if (const auto who = row.maybe_id(2); who && (type == "user_logged_in" || type == "token_refreshed"))
      active_.insert(*who);
  });
  return rows;
}

bool DayCount::next(TenantDb& db, int limit) {
  const auto end = first_id(day_ + std::chrono::days(1));
  return take([&](const auto& row) {
           db.each(own_events, {port::sql(behind_), port::sql(end), std::int64_t(limit)}, row);
         }) == std::size_t(limit);
}

bool DayCount::next(PlatformDb& platform, TenantId tenant, int limit) {
  const auto end = first_id(day_ + std::chrono::days(1));
  return take([&](const auto& row) {
           platform.mysql().each(events_of,
                                 {port::sql(tenant), port::sql(behind_), port::sql(end), std::int64_t(limit)}, row);
         }) == std::size_t(limit);
}

DayFigures DayCount::figures() const {
  DayFigures all = sum_;
  all.active_users = std::int64_t(active_.size());
  return all;
}

std::optional<Day> last_rolled_up(PlatformDb& platform) {
  std::optional<Day> day;
  platform.mysql().each(noted, {rolled_up}, [&](const port::SqlRow& row) { day = parse_day(row.text(0)); });
  return day;
}

std::optional<Day> last_rolled_up(TenantDb& db) {
  std::optional<Day> day;
  db.each(noted_seen, {rolled_up}, [&](const port::SqlRow& row) { day = parse_day(row.text(0)); });
  return day;
}

std::optional<Time> today_rolled_up(PlatformDb& platform) {
  std::optional<Time> time;
  platform.mysql().each(noted, {so_far}, [&](const port::SqlRow& row) { time = parse_rfc3339(row.text(0)); });
  return time;
}

void note_rolled_up(PlatformDb& platform, Day day) {
  run_statement(platform.mysql(), note, {rolled_up, day_text(day)});
}

void note_today_rolled_up(PlatformDb& platform, Time now) {
  run_statement(platform.mysql(), note, {so_far, to_rfc3339(now)});
}

std::vector<TenantOfDay> tenants_of_day(PlatformDb& platform, std::optional<TenantId> after, Day day,
                                        std::int64_t beyond, int limit) {
  std::vector<port::SqlValue> values = {port::sql(first_id(day)), port::sql(first_id(day + std::chrono::days(1))),
                                        beyond};
  if (after) values.push_back(port::sql(*after));
  values.emplace_back(std::int64_t(limit));
  std::vector<TenantOfDay> all;
  platform.mysql().each(after ? behind : from_the_first, values, [&](const port::SqlRow& row) {
    all.push_back({TenantId(row.id(0)), row.number(1) != 0});
  });
  return all;
}

void put_day(PlatformDb& platform, TenantId tenant, Day day, const DayFigures& figures) {
  run_statement(platform.mysql(), put,
                {port::sql(tenant), Time(day), figures.sign_ins, figures.mfa_sign_ins, figures.active_users,
                 figures.failures, figures.new_users, port::sql(figures.counted_until)});
}

}  // namespace doorward::store
