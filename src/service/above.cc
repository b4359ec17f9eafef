// What somebody does not reach is not there: who asks for it hears what they hear of an unknown id.
#include "service/above.hh"

namespace doorward::service {

bool Above::reaches(const Tenant& tenant) const {
  return tenant.kind == TenantKind::tenant && (!reseller || tenant.reseller == reseller);
}

Above operator_above(TenantId tenant) { return {operator_in(tenant), std::nullopt}; }

Result<Above> above(const Visitor& visitor, TenantId tenant) {
  if (visitor.tenant.kind == TenantKind::tenant) return Code::INSUFFICIENT_PERMISSIONS;
  TenantFacts in;
  in.id = tenant;
  Above by{actor_of(visitor, in), std::nullopt};
  if (visitor.tenant.kind == TenantKind::reseller) by.reseller = visitor.tenant.id;
  return by;
}

}  // namespace doorward::service
