// The one statement that reads all tenants, once a day.
#include "store/house_days.hh"

namespace doorward::store {
namespace {

#define SUMS                                                                                            \
  "COALESCE(SUM(t.status <> 'canceled'), 0), COALESCE(SUM(IF(t.status <> 'canceled', u.used, 0)), 0), " \
  "COALESCE(SUM(d.sign_ins), 0), COALESCE(SUM(d.mfa_sign_ins), 0), COALESCE(SUM(d.active_users), 0), "  \
  "COALESCE(SUM(d.failures), 0), COALESCE(SUM(d.new_users), 0) FROM tenants t "                         \
  "LEFT JOIN tenant_days d ON d.tenant_id = t.id AND d.day = ? "                                        \
  "LEFT JOIN tenant_usage u ON u.tenant_id = t.id AND u.name = 'max_users' "                            \
  "WHERE t.kind = 'tenant' AND t.deleted_at IS NULL"
#define PUT_AS                                                                                               \
  "INSERT INTO house_days (tenant_id, day, tenants, users, sign_ins, mfa_sign_ins, active_users, failures, " \
  "new_users) SELECT "
#define OR_ANEW                                                                                              \
  " ON DUPLICATE KEY UPDATE tenants = VALUES(tenants), users = VALUES(users), sign_ins = VALUES(sign_ins), " \
  "mfa_sign_ins = VALUES(mfa_sign_ins), active_users = VALUES(active_users), failures = VALUES(failures), "  \
  "new_users = VALUES(new_users)"

constexpr std::string_view of_all = PUT_AS "UNHEX('00000000000000000000000000000000'), ?, " SUMS OR_ANEW;
constexpr std::string_view of_each_reseller =
    PUT_AS "t.reseller_id, ?, " SUMS " AND t.reseller_id IS NOT NULL GROUP BY t.reseller_id" OR_ANEW;
constexpr std::string_view page =
    "SELECT day, sign_ins, mfa_sign_ins, active_users, failures, new_users, tenants, users FROM house_days "
    "WHERE tenant_id = ? AND day BETWEEN ? AND ? ORDER BY day";

}  // namespace

void sum_up(PlatformDb& platform, Day day) {
  for (const auto statement : {of_all, of_each_reseller}) platform.mysql().run(statement, {Time(day), Time(day)});
}

std::vector<HouseDay> days_of_house(PlatformDb& platform, TenantId house, Day first, Day last) {
  std::vector<HouseDay> all;
  platform.mysql().each(page, {port::sql(house), Time(first), Time(last)}, [&](const port::SqlRow& row) {
    HouseDay one;
    one.figures = {day_text(std::chrono::floor<std::chrono::days>(row.time(0))),
                   row.number(1),
                   row.number(2),
                   row.number(3),
                   row.number(4),
                   row.number(5)};
    one.tenants = row.number(6);
    one.users = row.number(7);
    all.push_back(std::move(one));
  });
  return all;
}

}  // namespace doorward::store
