// Changing one's own password: the old one is asked for as a reserved check, the session at hand stays.
#include "service/event.hh"
#include "service/new_password.hh"
#include "service/revocation.hh"
#include "service/secret_check.hh"
#include "service/session_end.hh"
#include "service/sessions.hh"
#include "service/settings.hh"
#include "store/tenants.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

void note(Ask& ask, store::TenantDb& db, const Visitor& visitor, const char* type) {
  store::Event event = event_of(ask, type);
  event.actor = event.subject = visitor.user.id;
  event.session = visitor.session.id;
  store::write_event(db, event);
}

/// The present password, at the same price as a sign-in.
Result<void> knows_it(Ask& ask, store::TenantDb& db, const Config& config, const Visitor& visitor, const User& user,
                      const Secret& typed) {
  const auto prepared = prepared_password("current_password", typed);
  if (!prepared) return prepared.error();
  const SecretCheck check = reserve_secret_check(ask, db, config, user.email_key, "");
  if (check.reservation.next_try_at)
    return Error(Code::RATE_LIMIT_EXCEEDED,
                 std::max(seconds(1), std::chrono::ceil<seconds>(*check.reservation.next_try_at - ask.now)));
  const auto checked = check_in_slot(ask, *prepared, check.granted() ? user.password_hash : "",
                                     std::max(usual_work(ask.world.config), store::dearest_password_work(db)));
  if (!checked) {
    if (check.granted()) store::release_check(db, check.mac);
    return checked.error();
  }
  if (checked->right) {
    store::forget_checks(db, check.mac);
    return {};
  }
  db.transaction([&] {
    secret_check_failed(ask, db, check, user.id);
    note(ask, db, visitor, "user_password_check_failed");
    return true;
  });
  return Code::INVALID_CREDENTIALS;
}

/// The new password by the rule and the history.
Result<Hashed> new_hash(Ask& ask, store::TenantDb& db, const Config& config, const User& user, const Secret& typed) {
  const auto prepared = prepared_password("new_password", typed);
  if (!prepared) return prepared.error();
  const auto tenant = store::own_tenant(db);
  if (!tenant) return Code::INVALID_TENANT;
  if (auto fit = fits_rule(config, "new_password", *prepared,
                           {user.email, user.first_name, user.last_name, tenant->name, tenant->slug});
      !fit)
    return fit.error();
  const auto used =
      was_used(ask, config, user, store::former_passwords(db, user.id, config.password.history), *prepared);
  if (!used) return used.error();
  if (*used) return Code::PASSWORD_REUSED;
  return hash_in_slot(ask, *prepared);
}

}  // namespace

Result<Revoked> change_password(Ask& ask, const Visitor& visitor, const PasswordChange& change) {
  std::vector<Session> ended;
  {
    store::TenantDb db(ask.world.database, visitor.user.tenant);
    const Config config = settings_of(ask, db);
    const auto user = store::find_user(db, visitor.user.id);
    if (!user) return Code::USER_NOT_FOUND;
    if (auto known = knows_it(ask, db, config, visitor, *user, change.current); !known) return known.error();
    const auto hashed = new_hash(ask, db, config, *user, change.wanted);
    if (!hashed) return hashed.error();
    bool replaced = false;
    db.transaction([&] {
      replaced = replace_password(ask, db, config, *user, *hashed, visitor.session.id);
      if (!replaced) return false;
      note(ask, db, visitor, "user_password_changed");
      ended = sessions_not_yet_forgotten(ask, db, user->id);
      return true;
    });
    if (!replaced) return Code::INVALID_CREDENTIALS;  // it was changed while this one was looked at
  }
  return forget_sessions(ask, visitor.user.tenant, ended);
}

}  // namespace doorward::service
