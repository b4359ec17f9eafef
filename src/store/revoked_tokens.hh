// Access tokens revoked one by one, until they would have expired anyway.
#pragma once
#include <string>

#include "store/database.hh"

namespace doorward::store {

/// False: it was revoked before.
bool add_revoked_token(TenantDb& db, SessionId session, const std::string& jti, Time expires_at);

}  // namespace doorward::store
