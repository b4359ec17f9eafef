// Deleted tenants keep their row, and with it their slug.
#include "store/tenants.hh"

#include "base/error.hh"
#include "base/text.hh"

namespace doorward::store {
namespace {

#define COLUMNS                                                                                       \
  "id, kind, slug, name, status, plan_type, reseller_id, tokens_not_before, created_at, updated_at, " \
  "custom_domain, overrides, features_off, suspended_at, canceled_at, wanted_domain, domain_token, "
#define SETTING_OF(settings, name) "(SELECT s.value FROM " settings " s.name = '" name "')"
#define THEME_OF(settings) SETTING_OF(settings, "theme.logo_url") ", " SETTING_OF(settings, "theme.primary_color")
#define SEEN_BY_ITSELF \
  COLUMNS THEME_OF("t_tenant_settings s WHERE") ", " THEME_OF("v_platform_settings s WHERE") " FROM t_tenant"
#define SEEN_FROM_ABOVE                                                                   \
  COLUMNS THEME_OF("tenant_settings s WHERE s.tenant_id = tenants.id AND") ", " THEME_OF( \
      "tenant_settings s WHERE s.tenant_id = UNHEX('00000000000000000000000000000000') AND") " FROM tenants"

constexpr std::string_view own = "SELECT " SEEN_BY_ITSELF " WHERE deleted_at IS NULL";
constexpr std::string_view insert_own =
    "INSERT INTO t_tenant (id, slug, name, plan_type, tokens_not_before, created_at, updated_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view insert =
    "INSERT INTO tenants (id, kind, slug, name, status, plan_type, overrides, reseller_id, tokens_not_before, "
    "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view put_setting =
    "INSERT INTO tenant_settings (tenant_id, name, value, updated_at) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE value = VALUES(value), updated_at = VALUES(updated_at)";
constexpr std::string_view remove_setting = "DELETE FROM tenant_settings WHERE tenant_id = ? AND name = ?";
constexpr std::string_view by_id = "SELECT " SEEN_FROM_ABOVE " WHERE id = ? AND deleted_at IS NULL";
constexpr std::string_view by_id_locked = "SELECT " SEEN_FROM_ABOVE " WHERE id = ? AND deleted_at IS NULL FOR UPDATE";
constexpr std::string_view by_slug = "SELECT " SEEN_FROM_ABOVE " WHERE slug = ? AND deleted_at IS NULL";
constexpr std::string_view update =
    "UPDATE tenants SET name = ?, status = ?, plan_type = ?, overrides = ?, suspended_at = ?, canceled_at = ?, "
    "custom_domain = ?, wanted_domain = ?, domain_token = ?, tokens_not_before = ?, updated_at = ? WHERE id = ?";
constexpr std::string_view update_own = "UPDATE t_tenant SET features_off = ?, updated_at = ? WHERE deleted_at IS NULL";
// A former slug has a row of its own, of a kind that nobody looks for; reseller_id says whose it was.
constexpr std::string_view take_former =
    "UPDATE tenants SET slug = ? WHERE slug = ? AND kind = 'former' AND reseller_id = ?";
constexpr std::string_view rename = "UPDATE tenants SET slug = ? WHERE id = ?";
constexpr std::string_view keep_former =
    "INSERT INTO tenants (id, kind, slug, name, status, reseller_id, tokens_not_before, created_at, updated_at, "
    "deleted_at) VALUES (?, 'former', ?, '', 'canceled', ?, ?, ?, ?, ?)";
constexpr std::string_view count_former = "SELECT COUNT(*) FROM tenants WHERE reseller_id = ? AND kind = 'former'";
// Each page is a range of one index. Named: where most tenants have the status that is asked for, MariaDB would read
// all of them up to the page.
#define PAGE(index, condition)                                          \
  "SELECT " SEEN_FROM_ABOVE " FORCE INDEX (" index ") WHERE " condition \
  "kind = 'tenant' AND deleted_at IS NULL AND slug > ? ORDER BY slug LIMIT ?"
constexpr std::string_view page = PAGE("tenants_living", "");
constexpr std::string_view page_status = PAGE("tenants_status", "status = ? AND ");
constexpr std::string_view page_reseller = PAGE("tenants_reseller", "reseller_id = ? AND ");
constexpr std::string_view page_both = PAGE("tenants_reseller_status", "reseller_id = ? AND status = ? AND ");

constexpr unsigned own_theme = 17, platform_theme = 19;

std::string part_of_theme(const port::SqlRow& row, unsigned part, bool own, const std::string& usual) {
  if (own && !row.null(own_theme + part)) return row.text(own_theme + part);
  return row.null(platform_theme + part) ? usual : row.text(platform_theme + part);
}

Tenant read(const Plans& plans, const Theme& usual, const port::SqlRow& row) {
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
  t.overrides = parse_overrides(row.text(11));
  t.off = word_list(row.text(12));
  t.terms = effective_terms(plans, t.plan_type, t.overrides, t.off);
  if (t.kind != TenantKind::tenant) t.terms.limits.clear();  // plans are for tenants
  t.suspended_at = row.maybe_time(13);
  t.canceled_at = row.maybe_time(14);
  if (!row.null(15)) t.wanted_domain = row.text(15);
  if (!row.null(16)) t.domain_token = row.text(16);
  const bool own = t.terms.has("custom_branding");
  t.theme.logo_url = part_of_theme(row, 0, own, usual.logo_url);
  t.theme.primary_color = part_of_theme(row, 1, own, usual.primary_color);
  return t;
}

std::vector<Tenant> many(PlatformDb& platform, std::string_view statement, const std::vector<port::SqlValue>& values) {
  std::vector<Tenant> all;
  platform.mysql().each(statement, values,
                        [&](const port::SqlRow& row) { all.push_back(read(platform.plans(), platform.theme(), row)); });
  return all;
}

std::optional<Tenant> one(PlatformDb& platform, std::string_view statement, const port::SqlValue& key) {
  auto found = many(platform, statement, {key});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

port::SqlValue maybe(const std::string& text) {
  if (text.empty()) return nullptr;
  return text;
}

}  // namespace

std::optional<Tenant> own_tenant(TenantDb& db) {
  std::optional<Tenant> found;
  db.each(own, {}, [&](const port::SqlRow& row) { found = read(db.plans(), db.theme(), row); });
  return found;
}

void insert_own_tenant(TenantDb& db, const Tenant& t) {
  db.run(insert_own, {port::sql(t.id), t.slug, t.name, t.plan_type, t.tokens_not_before, t.created_at, t.updated_at});
}

void insert_tenant(PlatformDb& platform, const Tenant& t) {
  platform.mysql().run(insert, {port::sql(t.id), std::string(to_word(t.kind)), t.slug, t.name,
                                std::string(to_word(t.status)), t.plan_type, to_text(t.overrides),
                                port::sql(t.reseller), t.tokens_not_before, t.created_at, t.updated_at});
}

void put_tenant_setting(PlatformDb& platform, TenantId tenant, const std::string& name, const std::string& value,
                        Time now) {
  platform.mysql().run(put_setting, {port::sql(tenant), name, value, now});
}

void remove_tenant_setting(PlatformDb& platform, TenantId tenant, const std::string& name) {
  platform.mysql().run(remove_setting, {port::sql(tenant), name});
}

std::vector<Tenant> list_tenants(PlatformDb& platform, const TenantFilter& filter, const std::string& after,
                                 int limit) {
  std::vector<port::SqlValue> values;
  if (filter.reseller) values.push_back(port::sql(*filter.reseller));
  if (filter.status) values.emplace_back(std::string(to_word(*filter.status)));
  values.emplace_back(after);
  values.emplace_back(std::int64_t(limit));
  if (filter.reseller) return many(platform, filter.status ? page_both : page_reseller, values);
  return many(platform, filter.status ? page_status : page, values);
}

std::optional<Tenant> lock_tenant(PlatformDb& platform, TenantId id) {
  return one(platform, by_id_locked, port::sql(id));
}

void update_tenant(PlatformDb& platform, const Tenant& t) {
  platform.mysql().run(
      update, {t.name, std::string(to_word(t.status)), t.plan_type, to_text(t.overrides), port::sql(t.suspended_at),
               port::sql(t.canceled_at), port::sql(t.custom_domain), port::sql(t.wanted_domain), maybe(t.domain_token),
               t.tokens_not_before, t.updated_at, port::sql(t.id)});
}

void switch_own_features(TenantDb& db, const Tenant& t) { db.run(update_own, {join(t.off, " "), t.updated_at}); }

void change_slug(PlatformDb& platform, const Tenant& t, const std::string& slug, const Id& fresh, Time now) {
  auto& mysql = platform.mysql();
  const std::string aside = "~" + fresh.text();
  const bool back = mysql.run(take_former, {aside, slug, port::sql(t.id)}) == 1;
  mysql.run(rename, {slug, port::sql(t.id)});
  if (back)
    mysql.run(take_former, {t.slug, aside, port::sql(t.id)});
  else
    mysql.run(keep_former, {port::sql(fresh), t.slug, port::sql(t.id), now, now, now, now});
}

std::int64_t count_former_slugs(PlatformDb& platform, TenantId id) {
  std::int64_t count = 0;
  platform.mysql().each(count_former, {port::sql(id)}, [&](const port::SqlRow& row) { count = row.number(0); });
  return count;
}

std::optional<Tenant> find_tenant(PlatformDb& platform, TenantId id) { return one(platform, by_id, port::sql(id)); }
std::optional<Tenant> find_tenant_by_slug(PlatformDb& platform, const std::string& slug) {
  return one(platform, by_slug, slug);
}

}  // namespace doorward::store
