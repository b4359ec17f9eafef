// Tenants, resellers and their people, made and mended from outside.
#include "service/administration.hh"

#include <functional>

#include "model/role.hh"
#include "port/unicode.hh"
#include "service/event.hh"
#include "service/new_password.hh"
#include "service/person.hh"
#include "service/revocation.hh"
#include "service/secret_check.hh"
#include "service/session_end.hh"
#include "service/settings.hh"
#include "store/roles.hh"
#include "store/tenants.hh"
#include "store/user_lock.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

store::Event operator_event(Ask& ask, const char* type, const Id& subject) {
  store::Event event = event_of(ask, type);
  event.actor_type = store::ActorType::op;
  event.subject = subject;
  return event;
}

/// Has this role a meaning here? VALIDATION_ERROR.
Result<void> role_is_good(store::TenantDb& db, const Tenant& home, const std::string& role) {
  if (is_builtin_role(role) ? role_fits(role, home.kind)
                            : home.kind == TenantKind::tenant && store::find_role(db, role).has_value())
    return {};
  return wrong("role", "is not a role that people of this " + std::string(to_word(home.kind)) + " can have");
}

/// Nobody of the platform or of a reseller may have the address twice: they sign in without naming their row.
bool lives_elsewhere(Ask& ask, const Tenant& home, const std::string& email_key) {
  if (home.kind == TenantKind::tenant) return false;
  const auto other = ask.world.database.platform_home(email_key);
  return other && *other != home.id;
}

Result<User> insert(Ask& ask, store::TenantDb& db, const User& user, std::int64_t work) {
  try {
    db.transaction([&] {
      store::insert_user(db, user, store::EmailSource::admin, work);
      note_new_user(ask, db, user, std::nullopt);
      return true;
    });
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() == port::SqlRefusal::duplicate) return Code::USER_EXISTS;
    throw;
  }
  return user;
}

/// One change of an account with its event; memory learns of it.
Result<User> mended(Ask& ask, TenantId tenant, std::string_view email_or_id, const char* event,
                    const std::function<void(store::TenantDb&, const User&)>& change) {
  const auto user = show_user(ask, tenant, email_or_id);
  if (!user) return user;
  {
    store::TenantDb db(ask.world.database, tenant);
    db.transaction([&] {
      change(db, *user);
      store::write_event(db, operator_event(ask, event, user->id));
      return true;
    });
  }
  (void)forget_user(ask, tenant, user->id, ask.now);
  return show_user(ask, tenant, user->id.text());
}

}  // namespace

Result<User> create_user(Ask& ask, TenantId tenant, const NewUser& wanted) {
  store::TenantDb db(ask.world.database, tenant);
  const auto home = store::own_tenant(db);
  if (!home) return Code::INVALID_TENANT;
  if (auto good = role_is_good(db, *home, wanted.role); !good) return good.error();
  const Config config = settings_of(ask, db);
  const auto person = check_person(config, "", {wanted.email, wanted.password, wanted.first_name, wanted.last_name},
                                   {home->name, home->slug});
  if (!person) return person.error();
  if (lives_elsewhere(ask, *home, person->email_key)) return Code::USER_EXISTS;
  const auto hashed = hash_in_slot(ask, person->password);
  if (!hashed) return hashed.error();
  User user = new_user(ask, tenant, *person, *hashed, wanted.role);
  user.email_verified = wanted.verified;
  return insert(ask, db, user, hashed->work);
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

Result<User> set_password(Ask& ask, TenantId tenant, std::string_view email_or_id, const Secret& password) {
  auto user = show_user(ask, tenant, email_or_id);
  if (!user) return user;
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
      store::write_event(db, operator_event(ask, "user_password_changed", user->id));
      ended = sessions_not_yet_forgotten(ask, db, user->id);
      return true;
    });
    if (!replaced) return Error(Code::CONFLICT, "The password was changed at the same moment.");
  }
  (void)forget_sessions(ask, tenant, ended);
  (void)forget_user(ask, tenant, user->id, ask.now);
  return show_user(ask, tenant, email_or_id);
}

Result<User> unlock_user(Ask& ask, TenantId tenant, std::string_view email_or_id) {
  return mended(ask, tenant, email_or_id, "user_account_unlocked", [&](store::TenantDb& db, const User& user) {
    store::forget_all_checks(db, name_mac(ask, tenant, user.email_key));
    if (user.status == UserStatus::locked) store::set_status(db, user.id, UserStatus::active, ask.now);
  });
}

Result<User> verify_user(Ask& ask, TenantId tenant, std::string_view email_or_id) {
  return mended(ask, tenant, email_or_id, "user_email_verified",
                [&](store::TenantDb& db, const User& user) { store::verify_email(db, user.id, ask.now); });
}

}  // namespace doorward::service
