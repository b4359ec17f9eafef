// Tenants as somebody above them sees them.
#pragma once
#include "model/tenant.hh"
#include "service/above.hh"

namespace doorward::service {

struct TenantPage {
  std::vector<Tenant> items;
  std::optional<std::string> next_cursor;
};
/// In order of slug. `status`: only with this one; empty: any. VALIDATION_ERROR on "status" and "cursor".
Result<TenantPage> list_tenants(Ask& ask, const Above& by, const std::string& status, int limit,
                                const std::string& cursor);
/// NOT_FOUND also for what is not theirs.
Result<Tenant> find_one(Ask& ask, const Above& by, TenantId id);

}  // namespace doorward::service
