// What becomes of a tenant: suspended and activated, canceled and restored, on another plan, with limits and features
// of its own. Each is one transaction with its event; memory is told afterwards, so that it holds for tokens that are
// out already.
#pragma once
#include "model/tenant.hh"
#include "service/above.hh"
#include "service/sessions.hh"

namespace doorward::service {

struct TenantChanged {
  Tenant tenant;
  Revoked revoked;  // from when on it holds everywhere
};

// All: NOT_FOUND for what `by` does not reach. What is so already stays so, without an event. What the platform
// suspended or canceled, no reseller activates or restores: INSUFFICIENT_PERMISSIONS.

/// Nobody of it signs in, nobody of it passes; sessions wait. CONFLICT: it is canceled.
Result<TenantChanged> suspend_tenant(Ask& ask, const Above& by, TenantId tenant);
/// Sessions that have not ended meanwhile go on. CONFLICT: it is canceled.
Result<TenantChanged> activate_tenant(Ask& ask, const Above& by, TenantId tenant);
/// Its sessions end. For tenants.keep_canceled it can be restored; then the upkeep removes everything of it but its
/// slug, which stays taken.
Result<TenantChanged> cancel_tenant(Ask& ask, const Above& by, TenantId tenant);
/// As it was before: active, or suspended. CONFLICT: it is not canceled; as within_quota().
Result<TenantChanged> restore_tenant(Ask& ask, const Above& by, TenantId tenant);

/// Absent: unchanged. In `limits` and `features` an empty outer value goes back to the plan's.
struct PlanChange {
  std::optional<std::string> plan_type;
  std::map<std::string, std::optional<std::optional<std::int64_t>>> limits;  // inner nullopt: no limit
  std::map<std::string, std::optional<bool>> features;
};
/// VALIDATION_ERROR on "plan_type", "limits.NAME", "features.NAME"; as within_quota(). Who is there already stays,
/// however many; a domain that is not given any more is given up, with an event of its own (tenant_domain_lost).
Result<TenantChanged> change_plan(Ask& ask, const Above& by, TenantId tenant, const PlanChange& change);
/// The same to a tenant in hand; `data` says what. VALIDATION_ERROR as above.
Result<void> lay_beside(const Plans& plans, const PlanChange& change, Tenant& tenant, port::Json& data);

}  // namespace doorward::service
