// Finding people and showing them; making and changing accounts.
#include "service/people.hh"

#include <algorithm>
#include <map>

#include "base/text.hh"
#include "port/unicode.hh"
#include "service/account_change.hh"
#include "service/person.hh"
#include "service/profile.hh"
#include "service/settings.hh"
#include "store/people.hh"
#include "store/roles.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

/// Nobody of the platform or of a reseller may have the address twice: they sign in without naming their row.
bool lives_elsewhere(Ask& ask, const Tenant& home, const std::string& email_key) {
  if (home.kind == TenantKind::tenant) return false;
  const auto other = ask.world.database.platform_home(email_key);
  return other && *other != home.id;
}

/// Somebody with the same address may be quicker between look and write.
template <class T>
Result<T> unless_taken(const std::function<Result<T>()>& write) {
  try {
    return write();
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() == port::SqlRefusal::duplicate) return Code::USER_EXISTS;
    throw;
  }
}

Result<CheckedPerson> checked(const Config& config, const NewAccount& wanted, const Tenant& home) {
  if (wanted.password.empty()) return check_identity("", wanted.email, wanted.first_name, wanted.last_name);
  return check_person(config, "", {wanted.email, wanted.password, wanted.first_name, wanted.last_name},
                      {home.name, home.slug});
}

/// In the running transaction.
Result<void> insert(Ask& ask, store::TenantDb& db, const Actor& actor, const Tenant& home, const User& user,
                    std::int64_t work) {
  if (auto fit = take_role(db, actor, user.role); !fit) return fit;
  return add_person(ask, db, home, user, {store::EmailSource::admin, work, actor.id});
}

/// Another address, written into `user`; the name of the field where it is really another.
Result<bool> apply_address(const AccountChange& change, User& user) {
  if (!change.email) return false;
  const auto email = port::parse_email(*change.email);
  if (!email) return wrong("email", "is not an e-mail address");
  if (email->shown == user.email) return false;
  user.email_verified = user.email_verified && email->key == user.email_key;  // another spelling of the same
  user.email = email->shown;
  user.email_key = email->key;
  return true;
}

/// Under the account's lock.
Result<bool> apply_change(Ask& ask, store::TenantDb& db, const AccountChange& change, const User& was,
                          store::Event& event) {
  User user = was;
  const Changes profile = apply(change.profile, user);
  if (!profile.errors().empty()) return Error(Code::VALIDATION_ERROR, profile.errors());
  const auto moved = apply_address(change, user);
  if (!moved) return moved.error();
  auto fields = profile.changed();
  if (*moved) fields.emplace_back("email");
  if (change.verified && !user.email_verified) fields.emplace_back("email_verified");
  if (fields.empty()) return false;
  user.email_verified = user.email_verified || change.verified;
  user.updated_at = ask.now;
  if (!profile.changed().empty()) store::update_profile(db, user);
  if (*moved || user.email_verified != was.email_verified) store::set_address(db, user, ask.now);
  event.data.set("fields", port::Json::strings(fields));
  if (*moved) event.personal.set("email", user.email);
  return true;
}

}  // namespace

Result<Account> find_account(Ask& ask, const Actor& actor, UserId id) {
  store::TenantDb db(ask.world.database, actor.tenant);
  auto user = store::find_user(db, id);
  auto house = store::own_tenant(db);
  if (!user || !house) return Code::USER_NOT_FOUND;
  const auto role = role_named(db, house->kind, user->role);
  return Account{*std::move(user), *std::move(house), role ? role->permissions : std::vector<std::string>{}};
}

Result<UserId> find_id(Ask& ask, const Actor& actor, std::string_view email_or_id) {
  if (const auto id = Id::parse(email_or_id)) return UserId(*id);
  const auto email = port::parse_email(email_or_id);
  store::TenantDb db(ask.world.database, actor.tenant);
  const auto user = email ? store::find_user_by_email(db, email->key) : std::nullopt;
  if (!user) return Code::USER_NOT_FOUND;
  return user->id;
}

Result<Account> create_account(Ask& ask, const Actor& actor, const NewAccount& wanted) {
  std::optional<User> user;
  {
    store::TenantDb db(ask.world.database, actor.tenant);
    const auto home = store::own_tenant(db);
    if (!home) return Code::INVALID_TENANT;
    if (!role_named(db, home->kind, wanted.role))
      return wrong("role", "is not a role that people of this " + std::string(to_word(home->kind)) + " can have");
    const Config config = settings_of(ask, db);
    const auto person = checked(config, wanted, *home);
    if (!person) return person.error();
    if (lives_elsewhere(ask, *home, person->email_key)) return Code::USER_EXISTS;
    const auto hashed = wanted.password.empty() ? Result<Hashed>(Hashed{}) : hash_in_slot(ask, person->password);
    if (!hashed) return hashed.error();
    user = new_user(ask, actor.tenant, *person, *hashed, wanted.role);
    user->email_verified = wanted.verified;
    if (wanted.password.empty()) user->password_set_at.reset();
    const auto made = unless_taken<void>([&] {
      Result<void> inserted;
      db.transaction([&] { return bool(inserted = insert(ask, db, actor, *home, *user, hashed->work)); });
      return inserted;
    });
    if (!made) return made.error();
  }
  return find_account(ask, actor, user->id);
}

Result<Account> change_account(Ask& ask, const Actor& actor, UserId id, const AccountChange& change) {
  const auto changed = unless_taken<Revoked>([&] {
    return change_person(ask, actor, id, {"user_profile_changed"},
                         [&](store::TenantDb& db, const User& user, store::Event& event) {
                           return apply_change(ask, db, change, user, event);
                         });
  });
  if (!changed) return changed.error();
  return find_account(ask, actor, id);
}

}  // namespace doorward::service
