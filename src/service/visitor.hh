// From a credential to a Visitor: signature, records in memory, MySQL for whatever is missing.
#pragma once
#include "base/result.hh"
#include "base/secret.hh"
#include "model/visitor.hh"
#include "service/world.hh"

namespace doorward::service {

/// An access token (JWT): INVALID_TOKEN, TOKEN_EXPIRED, TOKEN_REVOKED, SESSION_EXPIRED, ACCOUNT_LOCKED,
/// ACCOUNT_INACTIVE, INVALID_TENANT. A broken database throws Failure(DEPENDENCY_DOWN).
Result<Visitor> by_access_token(Ask& ask, std::string_view token, CredentialKind kind);
/// The opaque session cookie: SESSION_EXPIRED and the like.
Result<Visitor> by_session_cookie(Ask& ask, std::string_view cookie);

/// Such a credential will be looked up soon: tells memory which records that takes. A token that this worker does not
/// know yet is left for its turn. Returned: the token's hash, for Ask::hashed.
std::string foresee_access_token(World& world, std::string_view token);
void foresee_session_cookie(World& world, std::string_view cookie);

/// The tenant that an opaque credential or a token names, before anything about it is proved; nullopt:
/// none. For tenant resolution only.
std::optional<TenantId> tenant_named_by(std::string_view credential);

enum class InStatus { active, any };  // any: suspended and canceled ones too, until they are removed
/// By slug or id text: INVALID_TENANT when unknown or of another status. The platform and resellers are never
/// found. Which id a slug has is believed for as long as memory is trusted.
Result<TenantFacts> find_tenant(Ask& ask, std::string_view slug_or_id, InStatus status = InStatus::active);
/// By a custom domain, without port. NOT_FOUND: it is nobody's. INVALID_TENANT: its tenant is not active.
Result<TenantFacts> find_tenant_of_host(Ask& ask, std::string_view host);
/// Is this the tenant's slug or id? Asks nobody.
bool is_named(const TenantFacts& tenant, std::string_view slug_or_id);

}  // namespace doorward::service
