// One conditional UPDATE decides. Each assignment reads only columns that later ones change: MySQL takes them from
// left to right.
#include "store/secret_checks.hh"

#include "base/error.hh"

namespace doorward::store {
namespace {

// A locked name is written to here, where `reserve` will not, so that its commit costs what every other one does;
// next_try_at means nothing as long as the lock holds.
constexpr std::string_view make_row =
    "INSERT INTO t_secret_checks (tenant_id, name_mac, last_try_at) VALUES (?, ?, ?) "
    "ON DUPLICATE KEY UPDATE next_try_at = IF(locked_until > ?, ?, next_try_at)";
// Parameters: forgotten (a row last touched before this starts anew), limit, end of the lock, forgotten twice, now;
// mac, now twice, forgotten, limit.
constexpr std::string_view reserve =
    "UPDATE t_secret_checks SET "
    "locked_until = CASE WHEN IF(last_try_at <= ?, 0, reserved) + 1 >= ? THEN ? ELSE NULL END, "
    "reserved = IF(last_try_at <= ?, 0, reserved) + 1, "
    "failures = IF(last_try_at <= ?, 0, failures), "
    "next_try_at = NULL, last_try_at = ? "
    "WHERE name_mac = ? AND (locked_until IS NULL OR locked_until <= ?) AND (next_try_at IS NULL OR next_try_at <= ?) "
    "AND (last_try_at <= ? OR reserved < ?)";
constexpr std::string_view look = "SELECT reserved, next_try_at, locked_until FROM t_secret_checks WHERE name_mac = ?";
constexpr std::string_view release =
    "UPDATE t_secret_checks SET reserved = reserved - 1, locked_until = NULL WHERE name_mac = ? AND reserved > 0";
constexpr std::string_view failures_locked = "SELECT failures FROM t_secret_checks WHERE name_mac = ? FOR UPDATE";
constexpr std::string_view fail =
    "UPDATE t_secret_checks SET failures = IF(? = 1, ?, failures), next_try_at = ? WHERE name_mac = ?";
constexpr std::string_view forget = "DELETE FROM t_secret_checks WHERE name_mac = ?";
constexpr std::string_view forget_name = "DELETE FROM t_secret_checks WHERE name_mac BETWEEN ? AND ?";

constexpr std::size_t name_size = 16;

/// A row that never was touched: older than every window.
const Time never = from_unix(0);

}  // namespace

Reservation reserve_check(TenantDb& db, const std::string& mac, const LockRule& rule, Time now) {
  const Time forgotten = now - rule.time;
  const std::int64_t limit = rule.after;
  Reservation made;
  db.run(make_row, {port::sql(db.tenant()), mac, never, now, now});
  made.granted = db.run(reserve, {forgotten, limit, now + rule.time, forgotten, forgotten, now, mac, now, now,
                                  forgotten, limit}) == 1;
  db.each(look, {mac}, [&](const port::SqlRow& row) {
    made.number = row.number(0);
    const auto next = row.maybe_time(1);
    const auto locked = row.maybe_time(2);
    const bool is_locked = (locked && *locked > now) || made.number >= limit;
    if (!made.granted && !is_locked && next && *next > now) made.next_try_at = next;
  });
  return made;
}

void release_check(TenantDb& db, const std::string& mac) { db.run(release, {mac}); }

void count_failure(TenantDb& db, const std::string& mac, const LockRule& rule, Time now, bool count) {
  std::int64_t failures = 0;
  db.each(failures_locked, {mac}, [&](const port::SqlRow& row) { failures = row.number(0) + 1; });
  const Span delay = delay_after(int(failures), rule);
  const auto next = count && delay > Span::zero() ? std::optional<Time>(now + delay) : std::nullopt;
  db.run(fail, {std::int64_t(count), failures, port::sql(next), mac});
}

void forget_checks(TenantDb& db, const std::string& mac) { db.run(forget, {mac}); }

void forget_all_checks(TenantDb& db, const std::string& name) {
  if (name.size() != name_size) throw Failure("a name's MAC has 16 bytes here");
  db.run(forget_name, {name + std::string(name_size, '\0'), name + std::string(name_size, '\xFF')});
}

}  // namespace doorward::store
