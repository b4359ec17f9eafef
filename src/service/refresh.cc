// Refreshing: the session's row is held first, so all uses of one family come one after the other, and a
// family that was ended stays ended.
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

Result<Holder> holder_in_force(const store::Facts& facts, const Session& session) {
  auto holder = holder_of(facts);
  if (!holder) return holder;
  const Time not_before = std::max(holder->user.tokens_not_before, holder->tenant.tokens_not_before);
  if (session.auth_time < not_before) return Code::TOKEN_REVOKED;
  return holder;
}

Refreshed answer(Ask& ask, const Session& session, const Holder& holder, Secret successor) {
  return {{issue_access_token(ask, holder.session, holder.user, holder.tenant, session.device_id), std::move(successor),
           access_life(ask, holder.session), std::chrono::floor<seconds>(session.expires_at - ask.now)},
          session.transport};
}

void note_refresh(Ask& ask, store::TenantDb& db, const Session& session) {
  if (ask.now - session.last_used_at >= store::last_use_every) store::touch_session(db, session.id, ask.now);
  store::Event event = event_of(ask, "token_refreshed");
  event.actor = event.subject = session.user;
  event.impersonator = session.impersonator;
  event.session = session.id;
  store::write_event(db, event);
}

Attempt attempt(Ask& ask, store::TenantDb& db, const Secret& presented) {
  const std::string hash = port::sha256(presented.reveal());
  const auto session = store::lock_session_of_token(db, hash);
  if (!session) return {Code::REFRESH_TOKEN_NOT_FOUND};
  ask.about = {session->tenant, session->user, session->id};
  if (session->ended_at) return {code_of_ended(*session)};
  if (ask.now >= session->expires_at) return {Code::REFRESH_TOKEN_EXPIRED};
  const auto [facts, token] = store::read_family(db, session->id, hash);  // now that nobody else can change it
  if (!token || ask.now >= token->expires_at) return {Code::REFRESH_TOKEN_EXPIRED};
  if (token->used_at) {
    const auto successor = store::find_successor(db, hash);
    if (judge_reuse(ask.world.config, *token, successor, ask.now) == Reuse::replay)
      return end_family(ask, db, *session);
  }
  const auto holder = holder_in_force(facts, *session);
  if (!holder) return {holder.error()};
  if (token->used_at) return {answer(ask, *session, *holder, same_successor(*token, db.tenant(), presented))};
  auto successor = succeed(ask, db, *token, presented);
  if (!successor)  // used on another node of the cluster: look again from the start
    throw port::SqlRefused(port::SqlRefusal::deadlock, "refresh token used in between");
  note_refresh(ask, db, *session);
  return {answer(ask, *session, *holder, *std::move(successor))};
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
