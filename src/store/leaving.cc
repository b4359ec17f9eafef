// canceled_at is what the round looks for; it becomes NULL when nothing is left.
#include "store/leaving.hh"

#include "store/transaction.hh"

namespace doorward::store {
namespace {

constexpr std::string_view next =
    "SELECT id, slug, deleted_at IS NOT NULL FROM tenants WHERE canceled_at <= ? ORDER BY canceled_at LIMIT 1";
constexpr std::string_view begin =
    "UPDATE tenants SET deleted_at = ? "
    "WHERE id = ? AND status = 'canceled' AND canceled_at <= ? AND deleted_at IS NULL";
constexpr std::string_view end =
    "UPDATE tenants SET canceled_at = NULL, name = '', overrides = '', features_off = '', custom_domain = NULL, "
    "wanted_domain = NULL, domain_token = NULL WHERE id = ? AND deleted_at IS NOT NULL";

constexpr std::string_view halves =
    "SELECT user_id, other_tenant, other_user FROM linked_identities WHERE tenant_id = ? LIMIT ?";
constexpr std::string_view drop =
    "DELETE FROM linked_identities WHERE tenant_id = ? AND user_id = ? AND other_tenant = ?";

struct Table {
  std::string_view name, remove;
};
constexpr Table tables[] = {
#define ROWS(table) {#table, "DELETE FROM " #table " WHERE tenant_id = ? LIMIT ?"},
#include "store/leaving.def"
#undef ROWS
};

}  // namespace

const std::vector<std::string_view>& tables_of_tenants() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const Table& table : tables) all.push_back(table.name);
    return all;
  }();
  return names;
}

std::optional<Leaving> next_leaving(PlatformDb& platform, Time until) {
  std::optional<Leaving> found;
  platform.mysql().each(next, {until}, [&](const port::SqlRow& row) {
    found = Leaving{TenantId(row.id(0)), row.text(1), row.number(2) != 0};
  });
  return found;
}

bool begin_leaving(PlatformDb& platform, TenantId tenant, Time until, Time now) {
  return platform.mysql().run(begin, {now, port::sql(tenant), until}) == 1;
}

std::int64_t remove_rows(PlatformDb& platform, TenantId tenant, int limit) {
  std::int64_t removed = 0;
  for (const Table& table : tables) {
    removed += run_statement(platform.mysql(), table.remove, {port::sql(tenant), std::int64_t(limit) - removed});
    if (removed >= limit) break;
  }
  return removed;
}

std::vector<OwnHalf> own_halves(PlatformDb& platform, TenantId tenant, int limit) {
  std::vector<OwnHalf> all;
  platform.mysql().each(halves, {port::sql(tenant), std::int64_t(limit)}, [&](const port::SqlRow& row) {
    all.push_back({UserId(row.id(0)), {TenantId(row.id(1)), UserId(row.id(2))}});
  });
  return all;
}

bool drop_half(PlatformDb& platform, const Identity& from, TenantId to) {
  return platform.mysql().run(drop, {port::sql(from.tenant), port::sql(from.user), port::sql(to)}) == 1;
}

void end_leaving(PlatformDb& platform, TenantId tenant) { run_statement(platform.mysql(), end, {port::sql(tenant)}); }

}  // namespace doorward::store
