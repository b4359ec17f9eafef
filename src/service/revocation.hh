// After a commit that took something away: memory is told. MySQL is the truth already; these words only say from when
// on no worker believes otherwise.
//
// Call each after the transaction, never inside it. All may be repeated: a repeat tries again, and once enough time
// has passed since the change the answer is "everywhere" whatever memcached says.
#pragma once
#include <string>
#include <vector>

#include "model/session.hh"
#include "service/sessions.hh"

namespace doorward::service {

/// Sessions that have ended (`ended_at` says when; where it is empty: now). With each its cookie's record, if it has
/// one.
Revoked forget_sessions(Ask& ask, TenantId tenant, const std::vector<Session>& ended);

/// A user's role, status, password, e-mail or name changed at `changed_at`: the records of the user's sessions, which
/// hold the same facts: of all that were alive when any of them can have been read that may still be believed.
Revoked forget_user(Ask& ask, TenantId tenant, UserId user, Time changed_at);

/// The tenant's status, plan or tokens_not_before changed.
Revoked forget_tenant(Ask& ask, TenantId tenant, Time changed_at);
Revoked forget_tenants(Ask& ask, const std::vector<TenantId>& tenants, Time changed_at);

/// One access token was revoked by itself, its jti written to revoked_tokens: the session's record is read again, and
/// a mark refuses the token sooner.
Revoked forget_token(Ask& ask, TenantId tenant, SessionId session, const std::string& jti, Time expires_at,
                     Time revoked_at);

/// Of several revocations in one act: the later moment.
Revoked both(const Revoked& one, const Revoked& other);

}  // namespace doorward::service
