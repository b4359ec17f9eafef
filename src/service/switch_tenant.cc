// From one tenant's account to the linked one of another, without a new log-in.
#include <algorithm>

#include "service/event.hh"
#include "service/linked_identities.hh"
#include "service/revocation.hh"
#include "service/session_end.hh"
#include "service/settings.hh"
#include "store/sessions.hh"
#include "store/tenants.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

/// What one's own tenant says: the session at hand, and all links.
struct Here {
  std::optional<Session> session;
  std::vector<store::LinkHalf> halves;
};

Here look(Ask& ask, const Visitor& visitor) {
  store::TenantDb db(ask.world.database, visitor.user.tenant);
  return {store::find_session(db, visitor.session.id), store::link_halves(db, visitor.user.id)};
}

store::Event switched(Ask& ask, UserId who, SessionId session, const char* direction) {
  store::Event event = event_of(ask, "user_switched_tenant");
  event.actor = event.subject = who;
  event.session = session;
  event.data.set("direction", direction);  // which other tenant it was is nobody's business here
  return event;
}

/// The password of the other account was shown when it was linked, so a sign-in counts there from then on at least.
Entrance entrance(const Session& from, const store::LinkHalf& half, const Switch& wish) {
  return {wish.transport.value_or(from.transport), from.amr, from.device_id,
          Earlier{std::max(from.auth_time, half.linked_at), from.expires_at}};
}

Result<Entered> enter_there(Ask& ask, store::TenantDb& db, const Identity& me, UserId other, const Entrance& how) {
  if (!store::membership_for(db, other, me)) return Code::NOT_FOUND;
  const auto user = store::find_user(db, other);
  const auto tenant = store::own_tenant(db);
  if (!user || !tenant) return Code::NOT_FOUND;
  auto entered = enter(ask, db, settings_of(ask, db), *user, *tenant, how);
  if (entered) store::write_event(db, switched(ask, user->id, entered->session.id, "in"));
  return entered;
}

Result<Entered> arrive(Ask& ask, const Identity& me, const Identity& other, const Entrance& how) {
  Result<Entered> entered = Code::NOT_FOUND;
  std::vector<store::LinkHalf> halves;
  {
    store::TenantDb db(ask.world.database, other.tenant);
    db.transaction([&] {
      entered = enter_there(ask, db, me, other.user, how);
      if (entered) halves = store::link_halves(db, other.user);
      return bool(entered);
    });
  }
  if (entered) entered->others = others_of(ask, other, halves);
  return entered;
}

/// A browser has room for one session; the one that its cookies no longer name would live on unseen.
void leave(Ask& ask, const Session& from) {
  bool ended = false;
  {
    store::TenantDb db(ask.world.database, from.tenant);
    db.transaction([&] {
      ended = from.transport != Transport::token && store::lock_session(db, from.id) &&
              store::end_session(db, from.id, ask.now, end_reason::switched);
      store::write_event(db, switched(ask, from.user, from.id, "out"));
      return true;
    });
  }
  if (ended) forget_sessions(ask, from.tenant, {from});
}

}  // namespace

Result<Entered> switch_tenant(Ask& ask, const Visitor& visitor, const Switch& wish) {
  if (visitor.session.impersonator) return Code::IMPERSONATION_FORBIDDEN;
  const Here here = look(ask, visitor);
  const auto half = std::find_if(here.halves.begin(), here.halves.end(),
                                 [&](const store::LinkHalf& h) { return h.other.tenant == wish.tenant; });
  if (half == here.halves.end() || !here.session) return Code::NOT_FOUND;
  const Identity me{visitor.user.tenant, visitor.user.id};
  auto entered = arrive(ask, me, half->other, entrance(*here.session, *half, wish));
  if (entered) leave(ask, *here.session);
  return entered;
}

}  // namespace doorward::service
