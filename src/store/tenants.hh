// Tenants as rows: one's own through the view, all of them for the few who work across tenants.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/tenant.hh"
#include "store/database.hh"

namespace doorward::store {

/// The row of db's tenant; nullopt: there is none, or it was deleted.
std::optional<Tenant> own_tenant(TenantDb& db);
/// A new organization makes its own row: an active tenant without reseller. SqlRefused(duplicate, "tenants_slug").
void insert_own_tenant(TenantDb& db, const Tenant& tenant);

/// The features that it does not want.
void switch_own_features(TenantDb& db, const Tenant& tenant);

/// Of whatever kind; SqlRefused(duplicate, "tenants_slug").
void insert_tenant(PlatformDb& platform, const Tenant& tenant);
void put_tenant_setting(PlatformDb& platform, TenantId tenant, const std::string& name, const std::string& value,
                        Time now);
void remove_tenant_setting(PlatformDb& platform, TenantId tenant, const std::string& name);
std::optional<Tenant> find_tenant(PlatformDb& platform, TenantId id);
/// Held until the transaction ends.
std::optional<Tenant> lock_tenant(PlatformDb& platform, TenantId id);
/// All that may change of it but slug and features: name, status, plan, overrides, domains and when.
/// SqlRefused(duplicate, "tenants_domain").
void update_tenant(PlatformDb& platform, const Tenant& tenant);
/// Of a locked tenant: the former slug stays taken, by a row `fresh` that nobody finds, until this tenant wants it
/// back. SqlRefused(duplicate, "tenants_slug").
void change_slug(PlatformDb& platform, const Tenant& tenant, const std::string& slug, const Id& fresh, Time now);
std::int64_t count_former_slugs(PlatformDb& platform, TenantId tenant);
std::optional<Tenant> find_tenant_by_slug(PlatformDb& platform, const std::string& slug);

struct TenantFilter {  // absent: whatever it is
  std::optional<TenantId> reseller{};
  std::optional<TenantStatus> status{};
};
/// Tenants, no resellers, in order of slug, only those behind `after`; a range of one index.
std::vector<Tenant> list_tenants(PlatformDb& platform, const TenantFilter& filter, const std::string& after, int limit);

}  // namespace doorward::store
