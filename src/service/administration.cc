// Tenants, resellers and their people, made and mended from outside.
#include "service/administration.hh"

#include "port/unicode.hh"
#include "service/account_change.hh"
#include "service/event.hh"
#include "service/new_password.hh"
#include "service/revocation.hh"
#include "service/session_end.hh"
#include "service/settings.hh"
#include "store/user_lock.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

/// The account as it is after the change.
Result<ChangedUser> changed(Ask& ask, TenantId tenant, UserId id, const Revoked& revoked) {
  const auto user = show_user(ask, tenant, id.text());
  if (!user) return user.error();
  return ChangedUser{*user, revoked};
}

/// One act of the operator's on an account, and the account as it is then.
Result<ChangedUser> acted(Ask& ask, TenantId tenant, std::string_view email_or_id,
                          Result<Revoked> (*act)(Ask&, const Actor&, UserId)) {
  const auto user = show_user(ask, tenant, email_or_id);
  if (!user) return user.error();
  const auto revoked = act(ask, operator_in(tenant), user->id);
  if (!revoked) return revoked.error();
  return changed(ask, tenant, user->id, *revoked);
}

Result<Revoked> verify_account(Ask& ask, const Actor& actor, UserId id) {
  return change_person(ask, actor, id, {"user_email_verified"},
                       [&](store::TenantDb& db, const User& user, store::Event&) -> Result<bool> {
                         if (user.email_verified) return false;
                         store::verify_email(db, user.id, ask.now);
                         return true;
                       });
}

}  // namespace

Result<User> create_user(Ask& ask, TenantId tenant, const NewUser& wanted) {
  auto made = create_account(ask, operator_in(tenant), wanted);
  if (!made) return made.error();
  return std::move(made->user);
}

std::vector<User> list_users(Ask& ask, TenantId tenant, UserId after, int limit) {
  store::TenantDb db(ask.world.database, tenant);
  return store::list_users(db, after, limit);
}

Result<User> show_user(Ask& ask, TenantId tenant, std::string_view email_or_id) {
  store::TenantDb db(ask.world.database, tenant);
  std::optional<User> found;
  if (const auto id = Id::parse(email_or_id))
    found = store::find_user(db, UserId(*id));
  else if (const auto email = port::parse_email(email_or_id))
    found = store::find_user_by_email(db, email->key);
  if (!found) return Code::USER_NOT_FOUND;
  return *found;
}

Result<ChangedUser> set_password(Ask& ask, TenantId tenant, std::string_view email_or_id, const Secret& password) {
  const auto user = show_user(ask, tenant, email_or_id);
  if (!user) return user.error();
  std::vector<Session> ended;
  {
    store::TenantDb db(ask.world.database, tenant);
    const Config config = settings_of(ask, db);
    const auto prepared = prepared_password("password", password);
    if (!prepared) return prepared.error();
    if (auto fit = fits_rule(config, "password", *prepared, {user->email, user->first_name, user->last_name}); !fit)
      return fit.error();
    const auto hashed = hash_in_slot(ask, *prepared);
    if (!hashed) return hashed.error();
    bool replaced = false;
    db.transaction([&] {
      replaced = replace_password(ask, db, config, *user, *hashed, std::nullopt);
      if (!replaced) return false;
      store::void_tokens_before(db, user->id, ask.now);
      store::Event event = event_by(ask, operator_in(tenant), "user_password_changed");
      event.subject = user->id;
      store::write_event(db, event);
      ended = sessions_not_yet_forgotten(ask, db, user->id);
      return true;
    });
    if (!replaced) return Error(Code::CONFLICT, "The password was changed at the same moment.");
  }
  const Revoked revoked = both(forget_sessions(ask, tenant, ended), forget_user(ask, tenant, user->id, ask.now));
  return changed(ask, tenant, user->id, revoked);
}

Result<ChangedUser> unlock_user(Ask& ask, TenantId tenant, std::string_view email_or_id) {
  return acted(ask, tenant, email_or_id, unlock_account);
}

Result<ChangedUser> verify_user(Ask& ask, TenantId tenant, std::string_view email_or_id) {
  return acted(ask, tenant, email_or_id, verify_account);
}

}  // namespace doorward::service
