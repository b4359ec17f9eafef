// Tenants as somebody above them sees them.
#pragma once
#include "model/tenant.hh"
#include "service/above.hh"

namespace doorward::service {

struct TenantQuery {
  std::optional<TenantId> reseller{};  // only this one's; whom `by` does not reach has none
  std::string status{};                // only with this one; empty: any
  int limit = 50;
  std::string cursor{};
};
struct TenantPage {
  std::vector<Tenant> items;
  std::optional<std::string> next_cursor;
};
/// In order of slug. VALIDATION_ERROR on "status" and "cursor".
Result<TenantPage> list_tenants(Ask& ask, const Above& by, const TenantQuery& query);
/// The same behind a slug instead of a cursor.
Result<std::vector<Tenant>> tenants_behind(Ask& ask, const Above& by, const TenantQuery& query,
                                           const std::string& after);
/// NOT_FOUND also for what is not theirs.
Result<Tenant> find_one(Ask& ask, const Above& by, TenantId id);

}  // namespace doorward::service
