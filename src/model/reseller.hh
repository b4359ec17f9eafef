// A reseller: a house of its own, whose people administer tenants within a quota.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hh"
#include "model/tenant.hh"

namespace doorward {

struct Quota {
  std::optional<std::int64_t> max_tenants = 0;  // nullopt: does not bind
  std::optional<std::int64_t> max_users = 0;    // of all its tenants together
  std::vector<std::string> plans{};             // that it may give
};
struct QuotaChange {  // absent: unchanged
  std::optional<std::optional<std::int64_t>> max_tenants, max_users;
  std::optional<std::vector<std::string>> plans;

  bool empty() const { return !max_tenants && !max_users && !plans; }
};
Quota changed(Quota quota, const QuotaChange& change);
/// VALIDATION_ERROR on "quota.…": numbers from 0 on, plans that exist, each once.
Result<void> check_quota(const Plans& plans, const Quota& quota);

/// What a tenant takes of its reseller's people: its limit, or those who are there when they are more. nullopt:
/// nothing binds it.
std::optional<std::int64_t> places_of(const Terms& terms, std::int64_t used);

/// May whoever gives these plans alone turn the tenant from what it was into what it is? `before`: nullptr when it is
/// new. INSUFFICIENT_PERMISSIONS: for a plan, a feature or a limit that none of them has. What was given before stays.
Result<void> may_give(const Plans& plans, const std::vector<std::string>& given, const Tenant* before,
                      const Tenant& after);

struct Reseller {
  TenantId id;
  std::string slug, name;
  TenantStatus status = TenantStatus::active;
  Quota quota;
  std::int64_t tenants = 0;  // that take a place
  Time created_at{};
};

}  // namespace doorward
