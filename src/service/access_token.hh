// Reading an access token: its signature and what it claims of itself. See issue_access_token.hh for the making.
#pragma once
#include "base/result.hh"
#include "service/known.hh"
#include "service/world.hh"

namespace doorward::service {

/// Signature, typ, iss, aud and the shape of every claim that we use, but not the time: INVALID_TOKEN. Log-out reads
/// expired tokens with this.
Result<Claims> read_access_token(Ask& ask, std::string_view token);

/// The time: INVALID_TOKEN before it holds, TOKEN_EXPIRED from `exp` on.
Result<void> check_time(const Ask& ask, const Claims& claims);

/// The house that the token names, unproved; nullopt: this is no token.
std::optional<TenantId> house_named_by(std::string_view token);

}  // namespace doorward::service
