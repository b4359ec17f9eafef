// Deleted tenants keep their row, and with it their slug.
#include "store/tenants.hh"

#include "base/error.hh"

namespace doorward::store {
namespace {

#define COLUMNS                                                                                       \
  "id, kind, slug, name, status, plan_type, reseller_id, tokens_not_before, created_at, updated_at, " \
  "custom_domain"

constexpr std::string_view own = "SELECT " COLUMNS " FROM t_tenant WHERE deleted_at IS NULL";
constexpr std::string_view insert_own =
    "INSERT INTO t_tenant (id, slug, name, plan_type, tokens_not_before, created_at, updated_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view insert = "INSERT INTO tenants (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view put_setting =
    "INSERT INTO tenant_settings (tenant_id, name, value, updated_at) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE value = VALUES(value), updated_at = VALUES(updated_at)";
constexpr std::string_view remove_setting = "DELETE FROM tenant_settings WHERE tenant_id = ? AND name = ?";
constexpr std::string_view by_id = "SELECT " COLUMNS " FROM tenants WHERE id = ? AND deleted_at IS NULL";
constexpr std::string_view by_slug = "SELECT " COLUMNS " FROM tenants WHERE slug = ? AND deleted_at IS NULL";
constexpr std::string_view page = "SELECT " COLUMNS
                                  " FROM tenants WHERE slug > ? AND kind <> 'platform' AND deleted_at IS NULL "
                                  "ORDER BY slug LIMIT ?";

Tenant read(const port::SqlRow& row) {
  Tenant t;
  t.id = TenantId(row.id(0));
  const auto kind = parse_tenant_kind(row.text(1));
  if (!kind) throw Failure("unknown kind in tenants");
  t.kind = *kind;
  t.slug = row.text(2);
  t.name = row.text(3);
  t.status = parse_tenant_status(row.text(4)).value_or(TenantStatus::canceled);
  t.plan_type = row.text(5);
  if (const auto reseller = row.maybe_id(6)) t.reseller = TenantId(*reseller);
  t.tokens_not_before = row.time(7);
  t.created_at = row.time(8);
  t.updated_at = row.time(9);
  if (!row.null(10)) t.custom_domain = row.text(10);
  return t;
}

std::vector<Tenant> many(PlatformDb& platform, std::string_view statement, const std::vector<port::SqlValue>& values) {
  std::vector<Tenant> all;
  platform.mysql().each(statement, values, [&](const port::SqlRow& row) { all.push_back(read(row)); });
  return all;
}

std::optional<Tenant> one(PlatformDb& platform, std::string_view statement, const port::SqlValue& key) {
  auto found = many(platform, statement, {key});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace

std::optional<Tenant> own_tenant(TenantDb& db) {
  std::optional<Tenant> found;
  db.each(own, {}, [&](const port::SqlRow& row) { found = read(row); });
  return found;
}

void insert_own_tenant(TenantDb& db, const Tenant& t) {
  db.run(insert_own, {port::sql(t.id), t.slug, t.name, t.plan_type, t.tokens_not_before, t.created_at, t.updated_at});
}

void insert_tenant(PlatformDb& platform, const Tenant& t) {
  platform.mysql().run(insert, {port::sql(t.id), std::string(to_word(t.kind)), t.slug, t.name,
                                std::string(to_word(t.status)), t.plan_type, port::sql(t.reseller), t.tokens_not_before,
                                t.created_at, t.updated_at, port::sql(t.custom_domain)});
}

void put_tenant_setting(PlatformDb& platform, TenantId tenant, const std::string& name, const std::string& value,
                        Time now) {
  platform.mysql().run(put_setting, {port::sql(tenant), name, value, now});
}

void remove_tenant_setting(PlatformDb& platform, TenantId tenant, const std::string& name) {
  platform.mysql().run(remove_setting, {port::sql(tenant), name});
}

std::optional<Tenant> find_tenant(PlatformDb& platform, TenantId id) { return one(platform, by_id, port::sql(id)); }
std::optional<Tenant> find_tenant_by_slug(PlatformDb& platform, const std::string& slug) {
  return one(platform, by_slug, slug);
}
std::vector<Tenant> list_tenants(PlatformDb& platform, const std::string& after, int limit) {
  return many(platform, page, {after, std::int64_t(limit)});
}

}  // namespace doorward::store
