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

}  // namespace doorward::service
