// Resellers as the platform administers them: their houses, what they may have, and whose a tenant is.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/reseller.hh"
#include "service/above.hh"
#include "service/sessions.hh"

namespace doorward::service {

struct NewReseller {
  std::string slug, name;  // name empty: the slug
  QuotaChange quota{};     // what is not said is nothing
};
/// SLUG_INVALID, SLUG_RESERVED, SLUG_TAKEN, VALIDATION_ERROR.
Result<Reseller> create_reseller(Ask& ask, const Above& by, const NewReseller& wanted);

struct ResellerPage {
  std::vector<Reseller> items;  // in order of age
  std::optional<std::string> next_cursor;
};
Result<ResellerPage> list_resellers(Ask& ask, int limit, const std::string& cursor);

struct ResellerUse {
  Reseller reseller;
  std::optional<std::int64_t> users;  // that its tenants' limits let in; nullopt: one of them has no limit
};
/// NOT_FOUND also for what is not theirs: a reseller sees itself.
Result<ResellerUse> show_reseller(Ask& ask, const Above& by, TenantId id);

struct ResellerChange {  // absent: unchanged
  std::optional<std::string> name;
  QuotaChange quota{};  // may be less than what is taken: then nothing is added
};
Result<Reseller> change_reseller(Ask& ask, const Above& by, TenantId id, const ResellerChange& change);

/// What was done to a reseller, and to how many of its tenants.
struct ResellerDone {
  Revoked revoked;
  std::size_t tenants = 0;
};
/// Nobody of it and of its tenants signs in, nobody passes; sessions wait. NOT_FOUND; CONFLICT when it is not active.
Result<ResellerDone> suspend_reseller(Ask& ask, const Above& by, TenantId id);
/// Sessions go on where they have not ended. A tenant that was suspended by itself, before or meanwhile, stays so.
/// NOT_FOUND; CONFLICT when it is not suspended.
Result<ResellerDone> activate_reseller(Ask& ask, const Above& by, TenantId id);
/// NOT_FOUND; CONFLICT while it has tenants.
Result<Revoked> delete_reseller(Ask& ask, const Above& by, TenantId id);

/// To another reseller, within that one's quota, or to the platform. What a suspended reseller leaves is active again.
/// NOT_FOUND, VALIDATION_ERROR on "reseller_id", and as within_quota().
Result<Revoked> move_tenant(Ask& ask, const Above& by, TenantId tenant, std::optional<TenantId> reseller);

}  // namespace doorward::service
