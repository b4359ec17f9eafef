// Indexes here begin with a time and not with the tenant: a round costs what has expired, however many tenants there
// are.
#include "store/expired.hh"

#include <algorithm>

#include "store/transaction.hh"

namespace doorward::store {
namespace {

constexpr std::string_view overdue =
    "SELECT tenant_id, id, user_id, ends_at, ends_at < expires_at, transport <> 'session' FROM sessions "
    "WHERE ended_at IS NULL AND ends_at <= ? ORDER BY ends_at LIMIT ?";
constexpr std::string_view end_one =
    "UPDATE sessions SET ended_at = ends_at, end_reason = ? "
    "WHERE tenant_id = ? AND id = ? AND ended_at IS NULL AND ends_at <= ?";

}  // namespace

const std::vector<Expired>& expired_rows() {
  static const std::vector<Expired> rows = {
#define EXPIRED(table, time, age, also) \
  {#table, "DELETE FROM " #table " WHERE " #time " <= ?" also " ORDER BY " #time " LIMIT ?", Age::age},
#include "store/expired.def"
#undef EXPIRED
  };
  return rows;
}

std::int64_t remove_expired(PlatformDb& platform, const Expired& what, Time until, int limit) {
  return run_statement(platform.mysql(), what.remove, {until, std::int64_t(limit)});
}

std::vector<OverdueSession> overdue_sessions(PlatformDb& platform, Time now, int limit) {
  std::vector<OverdueSession> all;
  platform.mysql().each(overdue, {now, std::int64_t(limit)}, [&](const port::SqlRow& row) {
    all.push_back({TenantId(row.id(0)), SessionId(row.id(1)), UserId(row.id(2)), row.time(3), row.number(4) != 0,
                   row.number(5) != 0});
  });
  // The lock order of sessions.
  std::ranges::sort(all, {}, [](const OverdueSession& one) { return std::pair(one.tenant, one.id); });
  return all;
}

bool end_overdue_session(PlatformDb& platform, const OverdueSession& session, Time now, std::string_view reason) {
  return platform.mysql().run(end_one, {std::string(reason), port::sql(session.tenant), port::sql(session.id), now}) ==
         1;
}

}  // namespace doorward::store
