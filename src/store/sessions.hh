// Sessions as rows. A session lives while it has not ended, is not past its absolute end and, with an
// opaque cookie, was used within its idle time.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/session.hh"
#include "store/database.hh"

namespace doorward::store {

void insert_session(TenantDb& db, const Session& session);

std::optional<Session> find_session(TenantDb& db, SessionId id);
std::optional<Session> find_session_by_cookie(TenantDb& db, const std::string& cookie_hash);
std::optional<Session> find_session_of_token(TenantDb& db, const std::string& token_hash);
/// Held until the transaction ends: whatever happens to a family happens one after the other.
std::optional<Session> lock_session(TenantDb& db, SessionId id);
std::optional<Session> lock_session_of_cookie(TenantDb& db, const std::string& cookie_hash);
std::optional<Session> lock_session_of_token(TenantDb& db, const std::string& token_hash);

/// Live ones of one person, locked.
std::vector<Session> lock_live_sessions(TenantDb& db, UserId user, Time now);
/// Ended at `since` or later: memory may still believe in them.
std::vector<Session> sessions_ended_since(TenantDb& db, UserId user, Time since);
/// Live ones of one person, newest first, at most `limit`, only those older than `before`.
std::vector<Session> list_live_sessions(TenantDb& db, UserId user, Time now, std::optional<SessionId> before,
                                        int limit);

/// False: it had ended before.
bool end_session(TenantDb& db, SessionId id, Time now, std::string_view reason);
void touch_session(TenantDb& db, SessionId id, Time now);

}  // namespace doorward::store
