// Who acts upon tenants from above: an operator, an administrator of the platform, or a reseller, whose own tenants
// alone exist for them.
#pragma once
#include "service/actor.hh"

namespace doorward::service {

struct Above {
  Actor actor;
  std::optional<TenantId> reseller;  // nullopt: all tenants

  bool reaches(const Tenant& tenant) const;
};
Above operator_above(TenantId tenant);
/// `tenant`: the one acted upon, nil while it is made. INSUFFICIENT_PERMISSIONS: this visitor is somebody's tenant's.
Result<Above> above(const Visitor& visitor, TenantId tenant);

/// Inside the transaction that makes a tenant of this reseller or gives it another plan or limit, with the tenant as it
/// will be: may the reseller? An installation without quotas lets them.
Result<void> within_quota(Ask& ask, store::PlatformDb& platform, TenantId reseller, const Tenant& tenant);

}  // namespace doorward::service
