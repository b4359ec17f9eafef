// Logging out: whatever credentials came along name sessions, and those end. What names nothing that lives
// is dead already, which is what was asked for.
#include <algorithm>

#include "model/credential.hh"
#include "port/crypto.hh"
#include "service/access_token.hh"
#include "service/event.hh"
#include "service/impersonation.hh"
#include "service/revocation.hh"
#include "service/session_end.hh"
#include "service/sessions.hh"
#include "store/refresh_tokens.hh"

namespace doorward::service {
namespace {

/// A credential that may name a session: one of the three is set.
struct Pointer {
  TenantId tenant;
  std::optional<SessionId> session;
  std::string token_hash, cookie_hash;
};

Result<Pointer> by_access(Ask& ask, const Secret& token) {
  const auto claims = read_access_token(ask, token.reveal());
  if (!claims) return claims.error();
  if (const auto timely = check_time(ask, *claims); !timely) return timely.error();
  return Pointer{claims->tenant, claims->session, {}, {}};
}

Result<Pointer> by_refresh(const Secret& token) {
  const auto parsed = parse_credential(OpaqueKind::refresh, token.reveal());
  if (!parsed) return Code::REFRESH_TOKEN_NOT_FOUND;
  return Pointer{parsed->tenant, {}, port::sha256(token.reveal()), {}};
}

Result<Pointer> by_cookie(const std::string& cookie) {
  const auto parsed = parse_credential(OpaqueKind::session, cookie);
  if (!parsed) return Code::SESSION_EXPIRED;
  return Pointer{parsed->tenant, {}, {}, port::sha256(cookie)};
}

/// All that hold; when none does, why the first does not.
Result<std::vector<Pointer>> pointers(Ask& ask, const LogOut& wanted) {
  std::vector<Pointer> good;
  std::optional<Error> why;
  const auto take = [&](Result<Pointer> pointer) {
    if (pointer)
      good.push_back(*std::move(pointer));
    else if (!why)
      why = pointer.error();
  };
  if (!wanted.access_token.empty()) take(by_access(ask, wanted.access_token));
  if (!wanted.refresh_token.empty()) take(by_refresh(wanted.refresh_token));
  if (!wanted.session_cookie.empty()) take(by_cookie(wanted.session_cookie));
  if (good.empty()) return why ? *why : Error(Code::TOKEN_REQUIRED);
  return good;
}

std::optional<Session> follow(store::TenantDb& db, const Pointer& pointer) {
  if (pointer.session) return store::find_session(db, *pointer.session);
  if (!pointer.cookie_hash.empty()) return store::find_session_by_cookie(db, pointer.cookie_hash);
  return store::find_session_of_token(db, pointer.token_hash);
}

std::optional<Session> follow_and_lock(store::TenantDb& db, const Pointer& pointer) {
  if (pointer.session) return store::lock_session(db, *pointer.session);
  if (!pointer.cookie_hash.empty()) return store::lock_session_of_cookie(db, pointer.cookie_hash);
  return store::lock_session_of_token(db, pointer.token_hash);
}

/// In order of id (that is the lock order), each once. `lock`: only where there is one pointer.
std::vector<Session> follow_all(store::TenantDb& db, const std::vector<Pointer>& all, bool lock) {
  std::vector<Session> found;
  for (const Pointer& pointer : all)
    if (auto session = lock ? follow_and_lock(db, pointer) : follow(db, pointer)) found.push_back(*std::move(session));
  const auto id_of = [](const Session& s) { return s.id; };
  std::ranges::sort(found, {}, id_of);
  const auto [first, last] = std::ranges::unique(found, {}, id_of);
  found.erase(first, last);
  return found;
}

void note_log_out(Ask& ask, store::TenantDb& db, const Session& session, std::size_t count, bool all) {
  store::Event event = event_of(ask, "user_logout");
  event.actor = event.subject = session.user;
  event.impersonator = session.impersonator;
  event.session = session.id;
  event.data.set("all", all).set("count", std::int64_t(count));
  store::write_event(db, event);
}

bool lives(const Session& session, Time now) {
  return !session.ended_at && now < std::min(session.expires_at, session.idle_ends_at);
}

/// The ones named. Those that had ended come back as they are: a repeated log-out tells memory again.
std::vector<Session> end_named(Ask& ask, store::TenantDb& db, const std::vector<Session>& named, bool locked) {
  std::vector<Session> ended;
  for (const Session& each : named) {
    auto session = locked ? std::optional(each) : store::lock_session(db, each.id);
    if (!session) continue;
    if (lives(*session, ask.now) && store::end_session(db, session->id, ask.now, end_reason::logout)) {
      session->ended_at = ask.now;
      note_log_out(ask, db, *session, 1, false);
      if (session->impersonator) note_impersonation_end(ask, db, *session);
    }
    if (session->ended_at) ended.push_back(*std::move(session));
  }
  return ended;
}

/// Everything of the person: only a session that lives has the right to ask for that.
std::vector<Session> end_all(Ask& ask, store::TenantDb& db, const std::vector<Session>& named) {
  const auto asker = std::ranges::find_if(named, [&](const Session& s) { return lives(s, ask.now); });
  if (asker != named.end()) {
    const auto ended = end_sessions_of(ask, db, asker->user, std::nullopt, end_reason::logout);
    if (!ended.empty()) note_log_out(ask, db, *asker, ended.size(), true);
  }
  return sessions_not_yet_forgotten(ask, db, named.front().user);
}

}  // namespace

Result<Revoked> log_out(Ask& ask, const LogOut& wanted) {
  const auto all = pointers(ask, wanted);
  if (!all) return all.error();
  const TenantId tenant = all->front().tenant;
  if (std::ranges::any_of(*all, [&](const Pointer& p) { return p.tenant != tenant; }))
    return Code::AMBIGUOUS_CREDENTIALS;
  // Several must be known before the first is locked, and "all" locks the person first.
  const bool lock = all->size() == 1 && !wanted.all;
  Result<std::vector<Session>> ended = std::vector<Session>{};
  {
    store::TenantDb db(ask.world.database, tenant);
    db.transaction([&] {
      const auto named = follow_all(db, *all, lock);
      if (named.empty()) {
        if (wanted.all) ended = Error(Code::SESSION_EXPIRED);  // nobody knows whose sessions to end
        return false;
      }
      if (std::ranges::any_of(named, [&](const Session& s) { return s.user != named.front().user; })) {
        ended = Error(Code::AMBIGUOUS_CREDENTIALS);
        return false;
      }
      if (wanted.all && std::ranges::any_of(named, [](const Session& s) { return s.impersonator.has_value(); })) {
        ended = Error(Code::IMPERSONATION_FORBIDDEN, "The person's other sessions are the person's own.");
        return false;
      }
      ask.about = {tenant, named.front().user, named.front().id};
      ended = wanted.all ? end_all(ask, db, named) : end_named(ask, db, named, lock);
      return true;
    });
  }
  if (!ended) return ended.error();
  for (const Session& session : *ended)
    if (session.ended_at == ask.now) note_impersonation_end_at_home(ask, session);
  return forget_sessions(ask, tenant, *ended);
}

}  // namespace doorward::service
