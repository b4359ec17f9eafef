// Indexes here begin with a time and not with the tenant: a round costs what has expired, however many tenants there
// are.
#include "store/expired.hh"

#include "store/lots.hh"
#include "store/transaction.hh"

namespace doorward::store {
namespace {

constexpr std::string_view overdue =
    "SELECT tenant_id, id, user_id, ends_at, ends_at < expires_at, transport <> 'session' AND impersonator_id IS NULL, "
    "impersonator_id FROM sessions "
    "WHERE ended_at IS NULL AND ends_at <= ? ORDER BY ends_at LIMIT ? FOR UPDATE";
const Lots& end_lots() {
  static const Lots lots([](int size) {
    return "UPDATE sessions SET ended_at = ends_at, end_reason = ? WHERE (" +
           repeated("(tenant_id = ? AND id = ?)", size, " OR ") + ") AND ended_at IS NULL AND ends_at <= ?";
  });
  return lots;
}

/// Who acts for somebody has no refresh tokens.
std::optional<UserId> impersonator(const port::SqlRow& row) {
  const auto id = row.maybe_id(6);
  return id ? std::optional(UserId(*id)) : std::nullopt;
}

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

std::vector<OverdueSession> lock_overdue_sessions(PlatformDb& platform, Time now, int limit) {
  std::vector<OverdueSession> all;
  platform.mysql().each(overdue, {now, std::int64_t(limit)}, [&](const port::SqlRow& row) {
    all.push_back({TenantId(row.id(0)), SessionId(row.id(1)), UserId(row.id(2)), row.time(3), row.number(4) != 0,
                   row.number(5) != 0, impersonator(row)});
  });
  return all;
}

std::int64_t end_overdue_sessions(PlatformDb& platform, const std::vector<OverdueSession>& sessions, Time now,
                                  std::string_view reason) {
  std::int64_t ended = 0;
  end_lots().each(sessions.size(), [&](std::string_view statement, std::size_t first, std::size_t size) {
    std::vector<port::SqlValue> values = {std::string(reason)};
    for (std::size_t at = first; at < first + size; ++at) {
      values.push_back(port::sql(sessions[at].tenant));
      values.push_back(port::sql(sessions[at].id));
    }
    values.emplace_back(now);
    ended += platform.mysql().run(statement, values);
  });
  return ended;
}

}  // namespace doorward::store
