// Values are checked against config.def by whoever writes and again by whoever reads.
#include "store/settings.hh"

#include <iterator>

namespace doorward::store {
namespace {

// Not sorted: for that the server would make a table each time.
constexpr std::string_view read =
    "SELECT 0 AS own, name, value FROM v_platform_settings UNION ALL SELECT 1, name, value FROM t_tenant_settings";
constexpr std::string_view put =
    "INSERT INTO t_tenant_settings (tenant_id, name, value, updated_at) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE value = VALUES(value), updated_at = VALUES(updated_at)";

constexpr std::string_view remove = "DELETE FROM t_tenant_settings WHERE name = ?";

}  // namespace

std::vector<std::pair<std::string, std::string>> read_settings(TenantDb& db) {
  std::vector<std::pair<std::string, std::string>> all, own;
  db.each(read, {},
          [&](const port::SqlRow& row) { (row.number(0) == 1 ? own : all).emplace_back(row.text(1), row.text(2)); });
  std::move(own.begin(), own.end(), std::back_inserter(all));
  return all;
}

void remove_setting(TenantDb& db, const std::string& name) { db.run(remove, {name}); }

void put_setting(TenantDb& db, const std::string& name, const std::string& value, Time now) {
  db.run(put, {port::sql(db.tenant()), name, value, now});
}

}  // namespace doorward::store
