// Changing one's own password: the old one is asked for as a reserved check, the session at hand stays.
#include "service/event.hh"
#include "service/new_password.hh"
#include "service/password_proof.hh"
#include "service/revocation.hh"
#include "service/session_end.hh"
#include "service/sessions.hh"
#include "service/settings.hh"
#include "store/users.hh"

namespace doorward::service {
Result<Revoked> change_password(Ask& ask, const Visitor& visitor, const PasswordChange& change) {
  std::vector<Session> ended;
  {
    store::TenantDb db(ask.world.database, visitor.user.tenant);
    const Config config = settings_of(ask, db);
    const auto user = store::find_user(db, visitor.user.id);
    if (!user) return Code::USER_NOT_FOUND;
    if (auto known = prove_password(ask, db, config, visitor, *user, "current_password", change.current); !known)
      return known.error();
    const auto hashed = hash_new_password(ask, db, config, *user, change.wanted);
    if (!hashed) return hashed.error();
    bool replaced = false;
    db.transaction([&] {
      replaced = replace_password(ask, db, config, *user, *hashed, visitor.session.id);
      if (!replaced) return false;
      store::write_event(db, event_by(ask, visitor, "user_password_changed"));
      ended = sessions_not_yet_forgotten(ask, db, user->id);
      return true;
    });
    if (!replaced) return Code::INVALID_CREDENTIALS;  // it was changed while this one was looked at
  }
  return forget_sessions(ask, visitor.user.tenant, ended);
}

}  // namespace doorward::service
