// The truth about a session, its user and its tenant, in one statement.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "model/visitor.hh"
#include "store/database.hh"
#include "store/refresh_tokens.hh"
#include "store/ring.hh"

namespace doorward::store {

/// Whose facts: of a session by its id (access tokens) or by the SHA-256 of its cookie, or of the tenant alone.
struct Wanted {
  TenantId tenant;
  SessionId session;
  std::string cookie_hash;

  bool by_cookie() const { return !cookie_hash.empty(); }
  bool tenant_alone() const { return session.nil() && !by_cookie(); }
};

/// nullopt: there is none, or it was deleted.
struct Facts {
  std::optional<SessionFacts> session;
  std::optional<UserFacts> user;  // the session's
  std::optional<TenantFacts> tenant;
  std::optional<Ring> ring;  // what the installation says of memcached
  Time last_used_at{};       // the session's
};

/// One SELECT. A broken database throws Failure(DEPENDENCY_DOWN); it is never "none".
Facts read_facts(TenantDb& db, const Wanted& wanted);

/// The same for a session that is being made, whose user's row the running transaction holds: only user and tenant are
/// asked for, and there is no ring.
Facts read_facts(TenantDb& db, const Session& session);

/// The same for sessions in use, of any tenants, at most so many, in one SELECT: those of whom all is there. A further
/// one for each tenant whose sessions it did not find (sql/views_functions.sql says why it may not), and for every
/// tenant where Database::shows_sessions() is false.
inline constexpr std::size_t facts_at_once = 32;
std::map<SessionId, Facts> read_facts(Database& database, const std::map<SessionId, TenantId>& sessions);

/// A refresh token, the facts of its session, and how that is held, in one SELECT too.
struct Family {
  Facts facts;
  std::optional<RefreshToken> token;
  Transport transport = Transport::token;
  std::string device_id;
};
Family read_family(TenantDb& db, const std::string& token_hash);

/// One person's sessions that neither ended nor expired before `since`.
struct RecentSession {
  SessionId id;
  std::string cookie_hash;  // empty: it has none
  bool ended = false;
};
std::vector<RecentSession> recent_sessions(TenantDb& db, UserId user, Time since);

}  // namespace doorward::store
