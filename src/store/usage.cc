// The row is made with the first place and decides from then on: one statement looks, takes and locks.
#include "store/usage.hh"

#include <limits>

namespace doorward::store {
namespace {

constexpr std::string_view take =
    "INSERT INTO t_tenant_usage (tenant_id, name, used) VALUES (?, ?, 1) "
    "ON DUPLICATE KEY UPDATE used = IF(used < ?, used + 1, used)";
constexpr std::string_view give_back = "UPDATE t_tenant_usage SET used = used - 1 WHERE name = ? AND used > 0";
constexpr std::string_view one = "SELECT used FROM t_tenant_usage WHERE name = ?";
constexpr std::string_view every = "SELECT name, used FROM t_tenant_usage";

}  // namespace

bool take_place(TenantDb& db, const std::string& name, std::optional<std::int64_t> limit) {
  constexpr auto boundless = std::numeric_limits<std::int64_t>::max();
  if (limit && *limit < 1) return false;  // the first place would be taken by making the row
  return db.run(take, {port::sql(db.tenant()), name, limit.value_or(boundless)}) > 0;
}

void give_place_back(TenantDb& db, const std::string& name) { db.run(give_back, {name}); }

std::int64_t used_places(TenantDb& db, const std::string& name) {
  std::int64_t used = 0;
  db.each(one, {name}, [&](const port::SqlRow& row) { used = row.number(0); });
  return used;
}

std::map<std::string, std::int64_t> all_used_places(TenantDb& db) {
  std::map<std::string, std::int64_t> all;
  db.each(every, {}, [&](const port::SqlRow& row) { all[row.text(0)] = row.number(1); });
  return all;
}

}  // namespace doorward::store
