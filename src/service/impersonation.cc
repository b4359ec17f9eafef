// The person's house and the impersonator's own are two tenants: each gets its events, in a transaction of its own. The
// token is handed out when both have been told.
#include "service/impersonation.hh"

#include <algorithm>

#include "base/error.hh"
#include "model/impersonation.hh"
#include "service/event.hh"
#include "service/mail.hh"
#include "service/person.hh"
#include "service/revocation.hh"
#include "service/session_end.hh"
#include "service/settings.hh"
#include "store/sessions.hh"
#include "store/tenants.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

store::Event event_about(Ask& ask, const char* type, const Session& session) {
  store::Event event = event_of(ask, type);
  event.actor = session.impersonator;
  event.subject = session.user;
  event.impersonator = session.impersonator;
  event.session = session.id;
  return event;
}

/// The same in the house where the impersonator lives.
void note_at_home(Ask& ask, const char* type, const Session& session) {
  const auto& own = session.impersonator_session;
  if (!own || own->tenant == session.tenant) return;
  store::Event event = event_about(ask, type, session);
  event.session = own->id;
  event.data.set("tenant_id", session.tenant.text()).set("session_id", session.id.text());
  store::TenantDb db(ask.world.database, own->tenant);
  db.transaction([&] { return store::write_event(db, event), true; });
}

void note_start(Ask& ask, store::TenantDb& db, const Session& session, const std::string& reason) {
  store::Event event = event_about(ask, "impersonation_started", session);
  event.data.set("amr", port::Json::strings(session.amr)).set("expires_at", to_rfc3339(session.expires_at));
  event.personal.set("reason", reason);
  store::write_event(db, event);
}

/// Told with the reason; who it was stands in the events, for an administrator.
Letter letter(const User& user, const Session& session, const std::string& reason) {
  Letter letter = letter_to(user, user.email, "impersonated");
  letter.values["REASON"] = reason;
  letter.values["UNTIL"] = to_rfc3339(session.expires_at);
  return letter;
}

UserFacts facts_of(const User& user) {
  UserFacts facts;
  facts.id = user.id;
  facts.tenant = user.tenant;
  facts.role = user.role;
  return facts;
}

Entrance entrance_of(const Visitor& by, Span lives) {
  const ActingFor acting{by.user.id, {by.user.tenant, by.session.id}, by.session.auth_time, lives};
  return {Transport::token, by.session.amr, "", std::nullopt, acting};
}

/// May this visitor act for others here at all?
Result<void> may_here(const Visitor& by, const TenantFacts& house, const Config& config) {
  if (by.session.impersonator) return Code::IMPERSONATION_FORBIDDEN;
  if (by.session.id.nil()) return Code::INSUFFICIENT_PERMISSIONS;  // somebody signed in, not a key
  if (auto may = may_impersonate_in(by.user, by.tenant, house.id); !may) return may;
  if (by.tenant.kind == TenantKind::tenant && !config.impersonation.owners)
    return Error(Code::INSUFFICIENT_PERMISSIONS, "The setting impersonation.owners is off.");
  return {};
}

}  // namespace

Result<Entered> impersonate(Ask& ask, const Visitor& by, const TenantFacts& house, const Impersonation& wanted) {
  Result<Entered> entered = Code::USER_NOT_FOUND;
  store::TenantDb db(ask.world.database, house.id);
  const Config config = settings_of(ask, db);
  if (auto may = may_here(by, house, config); !may) return may.error();
  const auto reason = checked_name(wanted.reason, longest_reason);
  if (!reason || reason->empty()) return wrong("reason", "must be 1 to 500 characters without control characters");
  db.transaction([&] {
    entered = Code::USER_NOT_FOUND;
    const auto user = store::find_user(db, wanted.user);
    const auto tenant = store::own_tenant(db);
    if (!user || !tenant) return false;
    if (auto may = may_impersonate(by.user, by.tenant, facts_of(*user), house); !may) {
      entered = may.error();
      return false;
    }
    const Span lives = std::min<Span>(config.impersonation.ttl, longest_impersonation);
    entered = enter(ask, db, config, *user, *tenant, entrance_of(by, lives));
    if (!entered) return false;
    note_start(ask, db, entered->session, *reason);
    if (config.impersonation.notify) post_mail(ask, db, letter(*user, entered->session, *reason), Posting::to_be_sent);
    return true;
  });
  if (!entered) return entered;
  note_at_home(ask, "impersonation_started", entered->session);
  return entered;
}

Result<Revoked> stop_impersonation(Ask& ask, const Visitor& visitor) {
  if (!visitor.session.impersonator) return Error(Code::CONFLICT, "Nobody acts for somebody else in this session.");
  std::optional<Session> session;
  {
    store::TenantDb db(ask.world.database, visitor.user.tenant);
    db.transaction([&] {
      session = store::lock_session(db, visitor.session.id);
      if (!session || !store::end_session(db, session->id, ask.now, end_reason::stopped)) return false;
      session->ended_at = ask.now;
      note_impersonation_end(ask, db, *session);
      return true;
    });
  }
  if (!session) return Code::SESSION_EXPIRED;
  note_impersonation_end_at_home(ask, *session);
  return forget_sessions(ask, visitor.user.tenant, {*session});
}

void note_impersonation_end(Ask& ask, store::TenantDb& db, const Session& session) {
  store::write_event(db, event_about(ask, "impersonation_stopped", session));
}

void note_impersonation_end_at_home(Ask& ask, const Session& session) {
  note_at_home(ask, "impersonation_stopped", session);
}

}  // namespace doorward::service
