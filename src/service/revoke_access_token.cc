// MySQL first; the session's record in memory repeats the revoked ids.
#include "service/revoke_access_token.hh"

#include "service/access_token.hh"
#include "service/event.hh"
#include "service/revocation.hh"
#include "store/revoked_tokens.hh"
#include "store/sessions.hh"

namespace doorward::service {
namespace {

void note(Ask& ask, store::TenantDb& db, const Claims& claims) {
  store::Event event = event_of(ask, "access_token_revoked");
  event.actor = event.subject = claims.user;
  event.session = claims.session;
  event.data.set("jti", claims.jti);
  store::write_event(db, event);
}

}  // namespace

Result<Revoked> revoke_access_token(Ask& ask, const Secret& access_token) {
  const auto claims = read_access_token(ask, access_token.reveal());
  if (!claims) return claims.error();
  if (ask.now >= claims->expires_at) return Revoked{};
  bool lives = false;
  {
    store::TenantDb db(ask.world.database, claims->tenant);
    db.transaction([&] {
      const auto session = store::lock_session(db, claims->session);
      lives = session && !session->ended_at;
      if (!lives || !store::add_revoked_token(db, claims->session, claims->jti, claims->expires_at)) return false;
      note(ask, db, *claims);
      return true;
    });
  }
  if (!lives) return Revoked{};
  return forget_token(ask, claims->tenant, claims->session, claims->jti, claims->expires_at, ask.now);
}

}  // namespace doorward::service
