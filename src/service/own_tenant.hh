// What a tenant decides about itself: its name, its slug, the domain it would like to have.
#pragma once
#include "model/tenant.hh"
#include "service/actor.hh"
#include "service/tenant_life.hh"

namespace doorward::service {

/// INVALID_TENANT.
Result<Tenant> tenant_itself(Ask& ask, TenantId tenant);

struct TenantChange {  // absent: unchanged
  std::optional<std::string> name, slug;
  std::optional<std::string> domain;  // empty: none any more
};
/// In the tenant that `by` acts in. The former slug stays taken, and is this tenant's alone to have again. A
/// domain counts when it is verified. One transaction with its event. SLUG_INVALID, SLUG_RESERVED, SLUG_TAKEN,
/// CONFLICT: five slugs were left behind already; FEATURE_NOT_AVAILABLE (custom_domain), VALIDATION_ERROR.
Result<TenantChanged> change_tenant(Ask& ask, const Actor& by, const TenantChange& change);

/// The word that proves a domain.
std::string new_domain_token(Ask& ask);
/// Where the word of a tenant's domain must be found: "https://DOMAIN/.well-known/doorward-domain", with the token as
/// its whole content.
std::string domain_proof_url(const std::string& domain);
/// The domain that waits becomes the tenant's own: its `token` was found there, or (nullopt) an operator or the
/// platform vouches for it, by its name, since the tenant may ask for another at any moment. INSUFFICIENT_PERMISSIONS:
/// by a reseller. NOT_FOUND: none waits. CONFLICT: another tenant has it, or another one waits, or with another token.
Result<TenantChanged> accept_domain(Ask& ask, const Above& by, TenantId tenant, const std::string& domain,
                                    const std::optional<std::string>& token = std::nullopt);
/// The same by nobody: the upkeep found the token.
Result<TenantChanged> accept_proved_domain(Ask& ask, TenantId tenant, const std::string& domain,
                                           const std::string& token);

}  // namespace doorward::service
