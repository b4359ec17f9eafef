// A tenant that is suspended with its reseller looks like any that is suspended; what says so is a row of its own.
#include "store/resellers.hh"

#include "base/text.hh"

namespace doorward::store {
namespace {

#define RESELLER                                                                                                      \
  "SELECT t.id, t.slug, t.name, t.status, t.created_at, q.max_tenants, q.max_users, q.plans, (SELECT COUNT(*) FROM "  \
  "tenants h WHERE h.reseller_id = t.id AND h.kind = 'tenant' AND h.status <> 'canceled' AND h.deleted_at IS NULL), " \
  "t.kind FROM tenants t LEFT JOIN reseller_quotas q ON q.tenant_id = t.id WHERE t.deleted_at IS NULL"

constexpr std::string_view by_id = RESELLER " AND t.id = ?";
constexpr std::string_view page = RESELLER " AND t.kind = 'reseller' AND t.id > ? ORDER BY t.id LIMIT ?";
constexpr std::string_view turn = "UPDATE reseller_quotas SET turns = turns + 1 WHERE tenant_id = ?";
constexpr std::string_view put =
    "INSERT INTO reseller_quotas (tenant_id, max_tenants, max_users, plans, updated_at) VALUES (?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE max_tenants = VALUES(max_tenants), max_users = VALUES(max_users), "
    "plans = VALUES(plans), updated_at = VALUES(updated_at)";
constexpr std::string_view rename = "UPDATE tenants SET name = ?, updated_at = ? WHERE id = ? AND kind = 'reseller'";
constexpr std::string_view set_status =
    "UPDATE tenants SET status = ?, updated_at = ? WHERE id = ? AND kind = 'reseller' AND status = ? AND "
    "deleted_at IS NULL";
constexpr std::string_view remove =
    "UPDATE tenants SET status = 'canceled', deleted_at = ?, tokens_not_before = ?, updated_at = ? WHERE id = ? AND "
    "kind = 'reseller'";
constexpr std::string_view remove_quota = "DELETE FROM reseller_quotas WHERE tenant_id = ?";
// As many rows as its tenants differ in plan, overrides and people.
constexpr std::string_view taken =
    "SELECT t.plan_type, t.overrides, u.used, COUNT(*) FROM tenants t LEFT JOIN tenant_usage u ON u.tenant_id = t.id "
    "AND u.name = 'max_users' WHERE t.reseller_id = ? AND t.id <> ? AND t.kind = 'tenant' AND t.status <> 'canceled' "
    "AND t.deleted_at IS NULL GROUP BY t.plan_type, t.overrides, u.used";
constexpr std::string_view used = "SELECT used FROM tenant_usage WHERE tenant_id = ? AND name = 'max_users'";
constexpr std::string_view any_tenant =
    "SELECT id FROM tenants WHERE reseller_id = ? AND kind = 'tenant' AND deleted_at IS NULL LIMIT 1";
constexpr std::string_view give =
    "UPDATE tenants SET reseller_id = ?, updated_at = ? WHERE id = ? AND kind = 'tenant' AND deleted_at IS NULL";
constexpr std::string_view note_all =
    "INSERT INTO reseller_suspensions (tenant_id, reseller_id, suspended_at) SELECT id, reseller_id, ? FROM tenants "
    "WHERE reseller_id = ? AND kind = 'tenant' AND status = 'active' AND deleted_at IS NULL";
constexpr std::string_view suspend_noted =
    "UPDATE tenants t JOIN reseller_suspensions s ON s.tenant_id = t.id SET t.status = 'suspended', "
    "t.suspended_at = ?, t.updated_at = ? WHERE s.reseller_id = ?";
constexpr std::string_view suspended_with =
    "SELECT t.id FROM reseller_suspensions s JOIN tenants t ON t.id = s.tenant_id AND t.status = 'suspended' "
    "WHERE s.reseller_id = ?";
// One that was canceled meanwhile is no longer suspended besides.
constexpr std::string_view activate_noted =
    "UPDATE tenants t JOIN reseller_suspensions s ON s.tenant_id = t.id SET t.status = IF(t.status = 'suspended', "
    "'active', t.status), t.suspended_at = NULL, t.updated_at = ? WHERE s.reseller_id = ?";
constexpr std::string_view forget_all = "DELETE FROM reseller_suspensions WHERE reseller_id = ?";
constexpr std::string_view forget_one = "DELETE FROM reseller_suspensions WHERE tenant_id = ?";

constexpr std::string_view hold_one = "UPDATE tenants SET held_at = ? WHERE id = ? AND held_at IS NULL";
constexpr std::string_view held = "SELECT held_at IS NOT NULL FROM tenants WHERE id = ?";
constexpr std::string_view let_one_go = "UPDATE tenants SET held_at = NULL WHERE id = ?";

port::SqlValue maybe(const std::optional<std::int64_t>& number) {
  if (!number) return nullptr;
  return *number;
}

Reseller read(const port::SqlRow& row) {
  Reseller one;
  one.id = TenantId(row.id(0));
  one.slug = row.text(1);
  one.name = row.text(2);
  one.status = parse_tenant_status(row.text(3)).value_or(TenantStatus::canceled);
  one.created_at = row.time(4);
  one.tenants = row.number(8);
  if (row.null(7)) return one;  // no quota: nothing
  one.quota.max_tenants = row.null(5) ? std::nullopt : std::optional(row.number(5));
  one.quota.max_users = row.null(6) ? std::nullopt : std::optional(row.number(6));
  one.quota.plans = word_list(row.text(7));
  return one;
}

std::vector<Reseller> many(PlatformDb& platform, std::string_view statement,
                           const std::vector<port::SqlValue>& values) {
  std::vector<Reseller> all;
  platform.mysql().each(statement, values, [&](const port::SqlRow& row) {
    if (parse_tenant_kind(row.text(9)) == TenantKind::reseller) all.push_back(read(row));
  });
  return all;
}

std::vector<TenantId> ids(PlatformDb& platform, std::string_view statement, TenantId reseller) {
  std::vector<TenantId> all;
  platform.mysql().each(statement, {port::sql(reseller)},
                        [&](const port::SqlRow& row) { all.emplace_back(row.id(0)); });
  return all;
}

}  // namespace

std::optional<Reseller> find_reseller(PlatformDb& platform, TenantId id) {
  auto found = many(platform, by_id, {port::sql(id)});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Reseller> list_resellers(PlatformDb& platform, std::optional<TenantId> after, int limit) {
  return many(platform, page, {port::sql(after.value_or(platform_tenant)), std::int64_t(limit)});
}

std::optional<Reseller> take_turn(PlatformDb& platform, TenantId reseller) {
  platform.mysql().run(turn, {port::sql(reseller)});
  return find_reseller(platform, reseller);
}

void put_quota(PlatformDb& platform, TenantId reseller, const Quota& quota, Time now) {
  platform.mysql().run(
      put, {port::sql(reseller), maybe(quota.max_tenants), maybe(quota.max_users), join(quota.plans, " "), now});
}

void rename_reseller(PlatformDb& platform, TenantId id, const std::string& name, Time now) {
  platform.mysql().run(rename, {name, now, port::sql(id)});
}

bool set_reseller_status(PlatformDb& platform, TenantId id, TenantStatus from, TenantStatus to, Time now) {
  return platform.mysql().run(set_status, {std::string(to_word(to)), now, port::sql(id), std::string(to_word(from))}) ==
         1;
}

void delete_reseller(PlatformDb& platform, TenantId id, Time now) {
  platform.mysql().run(remove, {now, now, now, port::sql(id)});
  platform.mysql().run(remove_quota, {port::sql(id)});
}

Taken taken_by_others(PlatformDb& platform, TenantId reseller, TenantId tenant) {
  Taken all;
  platform.mysql().each(taken, {port::sql(reseller), port::sql(tenant)}, [&](const port::SqlRow& row) {
    const auto count = row.number(3);
    all.tenants += count;
    const auto terms = effective_terms(platform.plans(), row.text(0), parse_overrides(row.text(1)), {});
    const auto places = places_of(terms, row.null(2) ? 0 : row.number(2));
    if (all.users && places)
      *all.users += *places * count;
    else
      all.users.reset();
  });
  return all;
}

std::int64_t used_places(PlatformDb& platform, TenantId tenant) {
  std::int64_t count = 0;
  platform.mysql().each(used, {port::sql(tenant)}, [&](const port::SqlRow& row) { count = row.number(0); });
  return count;
}

bool has_tenants(PlatformDb& platform, TenantId reseller) { return !ids(platform, any_tenant, reseller).empty(); }

void give_to(PlatformDb& platform, TenantId tenant, std::optional<TenantId> reseller, Time now) {
  platform.mysql().run(give, {port::sql(reseller), now, port::sql(tenant)});
}

std::vector<TenantId> suspend_tenants_of(PlatformDb& platform, TenantId reseller, Time now) {
  platform.mysql().run(note_all, {now, port::sql(reseller)});
  platform.mysql().run(suspend_noted, {now, now, port::sql(reseller)});
  return ids(platform, suspended_with, reseller);
}

std::vector<TenantId> activate_tenants_of(PlatformDb& platform, TenantId reseller, Time now) {
  auto active = ids(platform, suspended_with, reseller);
  platform.mysql().run(activate_noted, {now, port::sql(reseller)});
  platform.mysql().run(forget_all, {port::sql(reseller)});
  return active;
}

bool forget_suspension(PlatformDb& platform, TenantId tenant) {
  return platform.mysql().run(forget_one, {port::sql(tenant)}) > 0;
}

bool hold(PlatformDb& platform, TenantId tenant, Time now) {
  return platform.mysql().run(hold_one, {now, port::sql(tenant)}) > 0;
}

bool is_held(PlatformDb& platform, TenantId tenant) {
  bool yes = false;
  platform.mysql().each(held, {port::sql(tenant)}, [&](const port::SqlRow& row) { yes = row.number(0) != 0; });
  return yes;
}

void let_go(PlatformDb& platform, TenantId tenant) { platform.mysql().run(let_one_go, {port::sql(tenant)}); }

}  // namespace doorward::store
