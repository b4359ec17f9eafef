// Coming in with a password. One path for whoever it is: unknown, wrong, locked and inactive differ in nothing that
// can be seen, counted or timed from outside.
#include <algorithm>

#include "port/unicode.hh"
#include "service/accounts.hh"
#include "service/device.hh"
#include "service/event.hh"
#include "service/linked_identities.hh"
#include "service/password.hh"
#include "service/secret_check.hh"
#include "service/settings.hh"
#include "service/with_password.hh"
#include "store/tenants.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

/// A name that a client gives itself is worth an allowance only when strangers cannot guess it.
constexpr std::size_t least_device_id = 16;

/// What is known before the password is looked at.
struct Candidate {
  Config config;  // the tenant's
  std::string email_key;
  std::optional<User> user;
  std::optional<Tenant> tenant;
  SecretCheck check;
  std::int64_t work = 0;
};

std::string device_of(Ask& ask, store::TenantDb& db, const std::string& email_key, const LogIn& wanted) {
  if (auto device = known_device(ask, db.tenant(), email_key, wanted.device_cookie)) return *device;
  if (wanted.device_id.size() >= least_device_id && store::device_was_here(db, email_key, wanted.device_id))
    return wanted.device_id;
  return {};
}

Candidate candidate_of(Ask& ask, store::TenantDb& db, const std::string& email_key, const LogIn& wanted) {
  Candidate one;
  one.config = settings_of(ask, db);
  one.email_key = email_key;
  one.user = store::find_user_by_email(db, email_key);
  one.tenant = store::own_tenant(db);
  one.work = std::max(usual_work(ask.world.config), store::dearest_password_work(db));
  one.check = reserve_secret_check(ask, db, one.config, email_key, device_of(ask, db, email_key, wanted));
  return one;
}

/// The hash that the password is held against; empty where no password may open anything.
std::string_view hash_of(const Candidate& one) {
  if (!one.user || !one.check.granted() || !one.tenant) return {};
  return one.user->password_hash;
}

/// In one transaction: the allowance is whole again, the hash has today's cost, and what the password opens is done.
Result<void> open_up(store::TenantDb& db, const Candidate& one, const Hashed& rehashed, const Opening& open) {
  Result<void> opened = Code::INVALID_CREDENTIALS;
  db.transaction([&] {
    store::forget_checks(db, one.check.mac);
    if (!rehashed.hash.empty())
      store::rehash_password(db, one.user->id, one.user->password_hash, rehashed.hash, rehashed.work);
    opened = open(db, one.config, *one.user, *one.tenant);
    return bool(opened);
  });
  return opened;
}

void note_failure(Ask& ask, store::TenantDb& db, const Candidate& one) {
  const std::optional<UserId> subject = one.user ? std::optional(one.user->id) : std::nullopt;
  store::Event event = event_of(ask, "user_login_failed");
  event.subject = subject;
  event.personal.set("email", one.email_key);
  event.data.set("checked", one.check.granted());
  secret_check_failed(ask, db, one.check, subject, event);
}

}  // namespace

Result<void> with_password(Ask& ask, TenantId tenant, const LogIn& wanted, const Opening& open) {
  const auto password = prepared_password("password", wanted.password);
  if (!password) return password.error();
  const auto email = port::parse_email(wanted.email);
  if (!email) return wrong("email", "is not an e-mail address");
  store::TenantDb db(ask.world.database, tenant);
  Candidate one;
  db.transaction([&] { return one = candidate_of(ask, db, email->key, wanted), true; });
  if (one.user) ask.about.user = one.user->id;
  if (one.check.reservation.next_try_at) return too_soon(ask, one.check);

  const auto checked = check_in_slot(ask, *password, hash_of(one), one.work);
  if (!checked) {
    if (one.check.granted()) store::release_check(db, one.check.mac);
    return checked.error();
  }
  if (checked->right && one.user->status == UserStatus::active) {
    auto opened = open_up(db, one, checked->rehashed, open);
    if (opened || opened.error().code == Code::VALIDATION_ERROR) return opened;
    if (opened.error().code == Code::EMAIL_NOT_VERIFIED) {
      store::forget_checks(db, one.check.mac);  // the password was right
      return opened;
    }
  }
  note_failure(ask, db, one);
  return Code::INVALID_CREDENTIALS;
}

Result<Entered> log_in(Ask& ask, TenantId tenant, const LogIn& wanted) {
  Result<Entered> entered = Code::INVALID_CREDENTIALS;
  std::vector<store::LinkHalf> halves;
  const auto opened = with_password(
      ask, tenant, wanted,
      [&](store::TenantDb& db, const Config& config, const User& user, const Tenant& home) -> Result<void> {
        entered = enter(ask, db, config, user, home, {wanted.transport, {"pwd"}, wanted.device_id});
        if (!entered) return entered.error();
        halves = store::link_halves(db, user.id);
        return {};
      });
  if (!opened) return opened.error();
  entered->others = others_of(ask, {tenant, entered->user.id}, halves);
  return entered;
}

Result<Entered> log_in_platform(Ask& ask, const LogIn& wanted) {
  const auto email = port::parse_email(wanted.email);
  if (!email) return wrong("email", "is not an e-mail address");
  // Nobody's address is asked for in the platform's own row, and fails there like any other.
  return log_in(ask, ask.world.database.platform_home(email->key).value_or(platform_tenant), wanted);
}

}  // namespace doorward::service
