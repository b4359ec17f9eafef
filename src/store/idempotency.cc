// Statements over t_idempotency_keys.
#include "store/idempotency.hh"

namespace doorward::store {
namespace {

constexpr std::string_view insert_key =
    "INSERT INTO t_idempotency_keys (tenant_id, caller, name, body_hash, created_at) VALUES (?, ?, ?, ?, ?)";
constexpr std::string_view select_key =
    "SELECT body_hash, status, answer, created_at FROM t_idempotency_keys WHERE caller = ? AND name = ?";
constexpr std::string_view take_key =
    "UPDATE t_idempotency_keys SET body_hash = ?, status = NULL, answer = NULL, created_at = ?"
    " WHERE caller = ? AND name = ? AND created_at = ?";
constexpr std::string_view finish_key =
    "UPDATE t_idempotency_keys SET status = ?, answer = ? WHERE caller = ? AND name = ? AND created_at = ?";
constexpr std::string_view delete_key =
    "DELETE FROM t_idempotency_keys WHERE caller = ? AND name = ? AND created_at = ? AND status IS NULL";

}  // namespace

bool claim_repeat(TenantDb& db, const RepeatKey& key, const std::string& body_hash, Time now) {
  try {
    db.run(insert_key, {port::sql(db.tenant()), key.caller, key.name, body_hash, now});
    return true;
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() != port::SqlRefusal::duplicate) throw;
    return false;
  }
}

std::optional<RepeatRow> find_repeat(TenantDb& db, const RepeatKey& key) {
  std::optional<RepeatRow> found;
  db.each(select_key, {key.caller, key.name}, [&](const port::SqlRow& row) {
    found = RepeatRow{row.text(0), std::nullopt, "", row.time(3)};
    if (row.null(1)) return;
    found->status = static_cast<int>(row.number(1));
    found->answer = row.text(2);
  });
  return found;
}

bool take_over_repeat(TenantDb& db, const RepeatKey& key, Time seen, const std::string& body_hash, Time now) {
  return db.run(take_key, {body_hash, now, key.caller, key.name, seen}) == 1;
}

void finish_repeat(TenantDb& db, const RepeatKey& key, Time claimed, int status, const std::string& answer) {
  db.run(finish_key, {std::int64_t{status}, answer, key.caller, key.name, claimed});
}

void drop_repeat(TenantDb& db, const RepeatKey& key, Time claimed) {
  db.run(delete_key, {key.caller, key.name, claimed});
}

}  // namespace doorward::store
