// Refreshing: whoever writes to a family holds the session's row first, so all uses of it come one after the other, and
// a family that was ended stays ended. What is usual is read, and signed, before anything is held.
#include <algorithm>

#include "model/credential.hh"
#include "port/crypto.hh"
#include "port/metrics.hh"
#include "service/event.hh"
#include "service/issue_access_token.hh"
#include "service/refresh_family.hh"
#include "service/revocation.hh"
#include "service/session_end.hh"
#include "service/sessions.hh"
#include "service/standing.hh"
#include "store/facts.hh"

namespace doorward::service {
namespace {

struct Attempt {
  Result<Refreshed> answer = Code::REFRESH_TOKEN_NOT_FOUND;
  std::optional<Session> ended{};  // the family, when this attempt ended it
  bool keep() const { return bool(answer) || ended; }
};

Code code_of_ended(const Session& session) {
  if (session.end_reason == end_reason::expired) return Code::REFRESH_TOKEN_EXPIRED;
  return session.end_reason == end_reason::reuse ? Code::REFRESH_TOKEN_REUSED : Code::TOKEN_REVOKED;
}

Attempt end_family(Ask& ask, store::TenantDb& db, Session session) {
  store::end_session(db, session.id, ask.now, end_reason::reuse);
  session.ended_at = ask.now;
  session.end_reason = end_reason::reuse;
  store::Event event = event_of(ask, "suspicious_activity_detected");
  event.actor_type = store::ActorType::system;
  event.subject = session.user;
  event.session = session.id;
  event.data.set("reason", end_reason::reuse).set("session_ended", true);
  store::write_event(db, event);
  return {Code::REFRESH_TOKEN_REUSED, std::move(session)};
}

Result<Holder> holder_in_force(const store::Facts& facts) {
  auto holder = holder_of(facts);
  if (!holder) return holder;
  const Time not_before = std::max(holder->user.tokens_not_before, holder->tenant.tokens_not_before);
  if (holder->session.auth_time < not_before) return Code::TOKEN_REVOKED;
  return holder;
}

Refreshed answer(Ask& ask, const store::Family& family, const Holder& holder, Secret successor) {
  return {{issue_access_token(ask, holder.session, holder.user, holder.tenant, family.device_id), std::move(successor),
           access_life(ask, holder.session), std::chrono::floor<seconds>(holder.session.expires_at - ask.now)},
          family.transport};
}

void note_refresh(Ask& ask, store::TenantDb& db, const SessionFacts& session, Time last_used_at) {
  if (ask.now - last_used_at >= store::last_use_every) store::touch_session(db, session.id, ask.now);
  store::Event event = event_of(ask, "token_refreshed");
  event.actor = event.subject = session.user;
  event.impersonator = session.impersonator;
  event.session = session.id;
  store::write_event(db, event);
}

/// Nothing speaks against it, as far as can be seen by somebody who holds nothing.
bool fresh(const store::Family& family, Time now) {
  const auto& session = family.facts.session;
  const auto& token = family.token;
  return token && session && !session->ended && now < std::min(session->expires_at, token->expires_at) &&
         !token->used_at;
}

/// As usual. The writes hold only where what was read does; nullopt: it did not, or is to be judged.
std::optional<Attempt> attempt_fresh(Ask& ask, store::TenantDb& db, const std::string& hash, const Secret& presented) {
  const auto family = store::read_family(db, hash);
  if (!fresh(family, ask.now)) return std::nullopt;
  const SessionFacts& session = *family.facts.session;
  ask.about = {session.tenant, session.user, session.id};
  const auto holder = holder_in_force(family.facts);
  if (!holder) return Attempt{holder.error()};
  Successor next = make_successor(ask, db.tenant(), *family.token, presented);
  Refreshed refreshed = answer(ask, family, *holder, std::move(next.text));
  if (!succeed(db, next)) return std::nullopt;
  note_refresh(ask, db, session, family.facts.last_used_at);
  return Attempt{std::move(refreshed)};
}

Attempt attempt(Ask& ask, store::TenantDb& db, const Secret& presented) {
  const std::string hash = port::sha256(presented.reveal());
  if (auto done = attempt_fresh(ask, db, hash, presented)) return *std::move(done);
  const auto session = store::lock_session_of_token(db, hash);
  if (!session) return {Code::REFRESH_TOKEN_NOT_FOUND};
  ask.about = {session->tenant, session->user, session->id};
  if (session->ended_at) return {code_of_ended(*session)};
  if (ask.now >= session->expires_at) return {Code::REFRESH_TOKEN_EXPIRED};
  const auto family = store::read_family(db, hash);  // now that nobody else can change it
  if (!family.token || ask.now >= family.token->expires_at) return {Code::REFRESH_TOKEN_EXPIRED};
  if (!family.token->used_at)  // what refused it a moment ago has gone: look again from the start
    throw port::SqlRefused(port::SqlRefusal::deadlock, "refresh token used by nobody");
  const auto successor = store::find_successor(db, hash);
  if (judge_reuse(ask.world.config, *family.token, successor, ask.now) == Reuse::replay)
    return end_family(ask, db, *session);
  const auto holder = holder_in_force(family.facts);
  if (!holder) return {holder.error()};
  return {answer(ask, family, *holder, same_successor(*family.token, db.tenant(), presented))};
}

std::string_view operation(const Attempt& outcome) {
  if (outcome.ended) return "reused";
  return outcome.answer ? "refreshed" : "";
}

}  // namespace

Result<Refreshed> refresh(Ask& ask, const Secret& refresh_token) {
  const auto credential = parse_credential(OpaqueKind::refresh, refresh_token.reveal());
  if (!credential) return Code::REFRESH_TOKEN_NOT_FOUND;
  Attempt outcome;
  {
    store::TenantDb db(ask.world.database, credential->tenant);
    db.transaction([&] {
      outcome = attempt(ask, db, credential->text);
      return outcome.keep();
    });
  }
  if (const auto word = operation(outcome); !word.empty())
    ask.world.metrics.count(port::Metric::token_operations_total, {word});
  if (outcome.ended) (void)forget_sessions(ask, credential->tenant, {*outcome.ended});
  return std::move(outcome.answer);
}

}  // namespace doorward::service
