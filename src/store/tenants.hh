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

/// Of whatever kind; SqlRefused(duplicate, "tenants_slug").
void insert_tenant(PlatformDb& platform, const Tenant& tenant);
void put_tenant_setting(PlatformDb& platform, TenantId tenant, const std::string& name, const std::string& value,
                        Time now);
void remove_tenant_setting(PlatformDb& platform, TenantId tenant, const std::string& name);
std::optional<Tenant> find_tenant(PlatformDb& platform, TenantId id);
std::optional<Tenant> find_tenant_by_slug(PlatformDb& platform, const std::string& slug);
/// Tenants and resellers in order of slug, only those behind `after`; never the platform's own row.
std::vector<Tenant> list_tenants(PlatformDb& platform, const std::string& after, int limit);

}  // namespace doorward::store
