// Resellers as rows: their house stands among the tenants, their quota beside it.
#pragma once
#include <optional>
#include <vector>

#include "model/reseller.hh"
#include "store/database.hh"

namespace doorward::store {

std::optional<Reseller> find_reseller(PlatformDb& platform, TenantId id);
/// In order of id, only those behind `after`.
std::vector<Reseller> list_resellers(PlatformDb& platform, std::optional<TenantId> after, int limit);

// In the caller's transaction.

/// Writes the quota's row, so that whoever decides about a reseller's tenants comes one after the other, on one server
/// by its lock and on a cluster by certification. One without a row has the default quota, which gives nothing.
/// nullopt: there is no such reseller.
std::optional<Reseller> take_turn(PlatformDb& platform, TenantId reseller);
void put_quota(PlatformDb& platform, TenantId reseller, const Quota& quota, Time now);
void rename_reseller(PlatformDb& platform, TenantId id, const std::string& name, Time now);
/// False: it was not `from`.
bool set_reseller_status(PlatformDb& platform, TenantId id, TenantStatus from, TenantStatus to, Time now);
/// Its slug stays taken.
void delete_reseller(PlatformDb& platform, TenantId id, Time now);

/// What its tenants take, but for this one and canceled ones.
struct Taken {
  std::int64_t tenants = 0;
  std::optional<std::int64_t> users = 0;  // nullopt: without bound
};
Taken taken_by_others(PlatformDb& platform, TenantId reseller, TenantId tenant);
/// Places of this one tenant that people have.
std::int64_t used_places(PlatformDb& platform, TenantId tenant);
/// Has it a tenant, of whatever status?
bool has_tenants(PlatformDb& platform, TenantId reseller);

void give_to(PlatformDb& platform, TenantId tenant, std::optional<TenantId> reseller, Time now);

/// Suspends every active tenant, and notes which. Those.
std::vector<TenantId> suspend_tenants_of(PlatformDb& platform, TenantId reseller, Time now);
/// Gives back those that were noted. Those that are active now.
std::vector<TenantId> activate_tenants_of(PlatformDb& platform, TenantId reseller, Time now);
/// From now on the tenant's state is its own. False: it was so already.
bool forget_suspension(PlatformDb& platform, TenantId tenant);

/// The platform holds the tenant: no reseller activates or restores it. False: it does so already.
bool hold(PlatformDb& platform, TenantId tenant, Time now);
bool is_held(PlatformDb& platform, TenantId tenant);
void let_go(PlatformDb& platform, TenantId tenant);

}  // namespace doorward::store
