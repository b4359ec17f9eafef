// Making an access token: a JWT with the claims of docs/openapi.yaml, signed by the active key. The gate
// takes rights, role, e-mail and name from the records; the claims are for applications.
#pragma once
#include "model/visitor.hh"
#include "service/world.hh"

namespace doorward::service {

/// Lives tokens.access_ttl, but never beyond its session; one of an impersonation, which cannot be renewed, as long as
/// that. Tokens of the platform's people carry no tenant_id; a reseller's names its house in reseller_id.
Secret issue_access_token(Ask& ask, const SessionFacts& session, const UserFacts& user, const TenantFacts& tenant,
                          std::string_view device_id);

/// How long a token issued now for this session lives.
seconds access_life(const Ask& ask, const SessionFacts& session);

}  // namespace doorward::service
