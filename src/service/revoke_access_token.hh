// Revoking one access token while its session lives on.
#pragma once
#include "service/sessions.hh"

namespace doorward::service {

/// INVALID_TOKEN for one that is not ours. Expired, or its session ended: it is dead already, which is success.
Result<Revoked> revoke_access_token(Ask& ask, const Secret& access_token);

}  // namespace doorward::service
