// Lock order everywhere: the user's row, then sessions in order of id, then tokens.
#include "service/session_end.hh"

#include "store/user_lock.hh"

namespace doorward::service {

std::vector<Session> end_sessions_of(Ask& ask, store::TenantDb& db, UserId user, std::optional<SessionId> except,
                                     std::string_view reason) {
  std::vector<Session> ended;
  if (!store::lock_user(db, user)) return ended;
  for (Session& session : store::lock_live_sessions(db, user, ask.now)) {
    if (session.id == except || !store::end_session(db, session.id, ask.now, reason)) continue;
    session.ended_at = ask.now;
    session.end_reason = reason;
    ended.push_back(std::move(session));
  }
  return ended;
}

std::vector<Session> sessions_not_yet_forgotten(Ask& ask, store::TenantDb& db, UserId user) {
  const Config& config = ask.world.config;
  return store::sessions_ended_since(db, user, ask.now - config.memcached.trust - config.tokens.clock_skew);
}

}  // namespace doorward::service
