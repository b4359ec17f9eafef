// One conditional UPDATE decides who was first.
#include "store/one_time.hh"

namespace doorward::store {
namespace {

#define COLUMNS "id, kind, name_mac, token_hash, code_mac, subject_id, data, created_at, expires_at, used_at"

constexpr std::string_view insert =
    "INSERT INTO t_one_time (tenant_id, " COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)";
constexpr std::string_view by_token = "SELECT " COLUMNS " FROM t_one_time WHERE token_hash = ? AND kind = ?";
constexpr std::string_view live = "SELECT " COLUMNS
                                  " FROM t_one_time WHERE name_mac = ? AND kind = ? AND used_at IS NULL AND "
                                  "expires_at > ? ORDER BY created_at DESC LIMIT 8";
constexpr std::string_view lately =
    "SELECT COUNT(*) FROM t_one_time WHERE name_mac = ? AND kind = ? AND created_at > ?";
constexpr std::string_view use =
    "UPDATE t_one_time SET used_at = ? WHERE id = ? AND used_at IS NULL AND expires_at > ?";
constexpr std::string_view void_all =
    "UPDATE t_one_time SET used_at = ? WHERE subject_id = ? AND kind = ? AND used_at IS NULL";

OneTimeRow read(const port::SqlRow& row) {
  OneTimeRow one;
  one.id = row.id(0);
  one.kind = row.text(1).at(0);
  one.name_mac = row.text(2);
  one.token_hash = row.text(3);
  one.code_mac = row.text(4);
  if (!row.null(5)) one.subject = UserId(row.id(5));
  one.sealed = row.text(6);
  one.created_at = row.time(7);
  one.expires_at = row.time(8);
  one.used = !row.null(9);
  return one;
}

}  // namespace

void insert_one_time(TenantDb& db, const OneTimeRow& row) {
  db.run(insert, {port::sql(db.tenant()), port::sql(row.id), std::string(1, row.kind), row.name_mac, row.token_hash,
                  row.code_mac, port::sql(row.subject), row.sealed, row.created_at, row.expires_at});
}

std::optional<OneTimeRow> one_time_by_token(TenantDb& db, char kind, const std::string& token_hash) {
  std::optional<OneTimeRow> found;
  db.each(by_token, {token_hash, std::string(1, kind)}, [&](const port::SqlRow& row) { found = read(row); });
  return found;
}

std::vector<OneTimeRow> live_one_times(TenantDb& db, char kind, const std::string& name_mac, Time now) {
  std::vector<OneTimeRow> all;
  db.each(live, {name_mac, std::string(1, kind), now}, [&](const port::SqlRow& row) { all.push_back(read(row)); });
  return all;
}

std::int64_t count_one_times(TenantDb& db, char kind, const std::string& name_mac, Time since) {
  std::int64_t count = 0;
  db.each(lately, {name_mac, std::string(1, kind), since}, [&](const port::SqlRow& row) { count = row.number(0); });
  return count;
}

bool use_one_time(TenantDb& db, const Id& id, Time now) { return db.run(use, {now, port::sql(id), now}) == 1; }

void void_one_times(TenantDb& db, char kind, UserId subject, Time now) {
  db.run(void_all, {now, port::sql(subject), std::string(1, kind)});
}

}  // namespace doorward::store
