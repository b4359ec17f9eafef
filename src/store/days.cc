// Event ids begin with their time, so a day is a range of ids within each type.
#include "store/days.hh"

#include <array>

namespace doorward::store {
namespace {

#define FIGURES                                                                                   \
  "COALESCE(SUM(type = 'user_logged_in'), 0), "                                                   \
  "COALESCE(SUM(type = 'user_logged_in' AND data LIKE '%\"amr\":[\"%\",\"%\"]%'), 0), "           \
  "COUNT(DISTINCT CASE WHEN type IN ('user_logged_in', 'token_refreshed') THEN subject_id END), " \
  "COALESCE(SUM(type = 'user_login_failed'), 0), COALESCE(SUM(type = 'user_created'), 0) "
#define OF_THE_DAY \
  "type IN ('user_logged_in', 'token_refreshed', 'user_login_failed', 'user_created') AND id >= ? AND id < ?"

constexpr std::string_view count = "SELECT " FIGURES "FROM t_events WHERE " OF_THE_DAY;
constexpr std::string_view roll =
    "INSERT INTO tenant_days (tenant_id, day, sign_ins, mfa_sign_ins, active_users, failures, new_users) "
    "SELECT tenant_id, ?, " FIGURES "FROM events WHERE tenant_id = ? AND " OF_THE_DAY
    " GROUP BY tenant_id ON DUPLICATE KEY UPDATE sign_ins = VALUES(sign_ins), mfa_sign_ins = VALUES(mfa_sign_ins), "
    "active_users = VALUES(active_users), failures = VALUES(failures), new_users = VALUES(new_users)";
constexpr std::string_view page =
    "SELECT day, sign_ins, mfa_sign_ins, active_users, failures, new_users FROM t_tenant_days "
    "WHERE day BETWEEN ? AND ? ORDER BY day";
constexpr std::string_view rolled = "SELECT value FROM installation WHERE name = 'days_rolled_up'";
constexpr std::string_view rolled_seen = "SELECT value FROM v_installation WHERE name = 'days_rolled_up'";
constexpr std::string_view note =
    "INSERT INTO installation (name, value) VALUES ('days_rolled_up', ?) ON DUPLICATE KEY UPDATE value = VALUES(value)";
// One look into the index for each tenant.
#define BUSY                                                                                              \
  "SELECT t.id, (SELECT e.id FROM events e WHERE e.tenant_id = t.id AND e.id >= ? AND e.id < ? LIMIT 1) " \
  "IS NOT NULL FROM tenants t WHERE t.deleted_at IS NULL "
constexpr std::string_view from_the_first = BUSY "ORDER BY t.id LIMIT ?";
constexpr std::string_view behind = BUSY "AND t.id > ? ORDER BY t.id LIMIT ?";

port::SqlValue first_id_of(Day day) {
  const std::array<std::uint8_t, 10> nothing{};
  return port::sql(Id::version7(Time(day), nothing));
}

DayFigures read(const port::SqlRow& row, unsigned at, std::string day) {
  return {std::move(day),     row.number(at),     row.number(at + 1),
          row.number(at + 2), row.number(at + 3), row.number(at + 4)};
}

std::optional<Day> parse_day(const std::string& text) {
  const auto time = parse_rfc3339(text + "T00:00:00Z");
  if (!time) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(*time);
}

}  // namespace

std::string day_text(Day day) { return to_rfc3339(Time(day)).substr(0, 10); }

std::vector<DayFigures> days_of(TenantDb& db, Day first, Day last) {
  std::vector<DayFigures> all;
  db.each(page, {Time(first), Time(last)}, [&](const port::SqlRow& row) {
    all.push_back(read(row, 1, day_text(std::chrono::floor<std::chrono::days>(row.time(0)))));
  });
  return all;
}

DayFigures count_day(TenantDb& db, Day day) {
  DayFigures figures;
  db.each(count, {first_id_of(day), first_id_of(day + std::chrono::days(1))},
          [&](const port::SqlRow& row) { figures = read(row, 0, day_text(day)); });
  return figures;
}

std::optional<Day> last_rolled_up(PlatformDb& platform) {
  std::optional<Day> day;
  platform.mysql().each(rolled, {}, [&](const port::SqlRow& row) { day = parse_day(row.text(0)); });
  return day;
}

std::optional<Day> last_rolled_up(TenantDb& db) {
  std::optional<Day> day;
  db.each(rolled_seen, {}, [&](const port::SqlRow& row) { day = parse_day(row.text(0)); });
  return day;
}

void note_rolled_up(PlatformDb& platform, Day day) { platform.mysql().run(note, {day_text(day)}); }

std::vector<TenantOfDay> tenants_of_day(PlatformDb& platform, std::optional<TenantId> after, Day day, int limit) {
  std::vector<port::SqlValue> values = {first_id_of(day), first_id_of(day + std::chrono::days(1))};
  if (after) values.push_back(port::sql(*after));
  values.emplace_back(std::int64_t(limit));
  std::vector<TenantOfDay> all;
  platform.mysql().each(after ? behind : from_the_first, values, [&](const port::SqlRow& row) {
    all.push_back({TenantId(row.id(0)), row.number(1) != 0});
  });
  return all;
}

void roll_up(PlatformDb& platform, TenantId tenant, Day day) {
  platform.mysql().run(roll, {Time(day), port::sql(tenant), first_id_of(day), first_id_of(day + std::chrono::days(1))});
}

}  // namespace doorward::store
