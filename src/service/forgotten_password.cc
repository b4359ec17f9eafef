// An address that nobody has costs what every other one costs.
#include "service/forgotten_password.hh"

#include "port/unicode.hh"
#include "service/event.hh"
#include "service/new_password.hh"
#include "service/one_time_letter.hh"
#include "service/revocation.hh"
#include "service/secret_check.hh"
#include "service/session_end.hh"
#include "service/settings.hh"
#include "store/secret_checks.hh"
#include "store/tenants.hh"
#include "store/user_lock.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

constexpr auto kind = OpaqueKind::reset;

OneTimeLetter letter(const Config& config) { return {kind, "reset", config.links.reset}; }

/// The account that the link was sent to; nobody when its address is another one by now.
std::optional<User> holder(store::TenantDb& db, const FoundOneTime& found) {
  const auto user = found.subject ? store::find_user(db, *found.subject) : std::nullopt;
  if (!user || user->status != UserStatus::active || user->email_key != text_of(found, "email_key"))
    return std::nullopt;
  return user;
}

/// In the running transaction. False: the link was used, or the password changed, in between.
bool replace(Ask& ask, store::TenantDb& db, const Config& config, const User& user, const FoundOneTime& found,
             const Hashed& hashed) {
  if (!use_one_time(ask, db, found)) return false;
  if (!replace_password(ask, db, config, user, hashed, std::nullopt)) return false;
  store::void_tokens_before(db, user.id, ask.now);
  store::verify_email(db, user.id, ask.now);
  store::forget_all_checks(db, name_mac(ask, db.tenant(), user.email_key));
  void_one_times(ask, db, kind, user.id);
  store::Event event = event_of(ask, "user_password_changed");
  event.actor = event.subject = user.id;
  event.data.set("by", "reset");
  store::write_event(db, event);
  return true;
}

}  // namespace

void send_password_reset(Ask& ask, store::TenantDb& db, const User& user) {
  const Config config = settings_of(ask, db);
  post_one_time(ask, db, config, letter(config), user, user.email, user.email_key);
}

Result<void> forgot_password(Ask& ask, TenantId tenant, const std::string& typed) {
  const auto email = port::parse_email(typed);
  if (!email) return wrong("email", "is not an e-mail address");
  store::TenantDb db(ask.world.database, tenant);
  const Config config = settings_of(ask, db);
  const auto user = store::find_user_by_email(db, email->key);
  const bool sent = one_more_letter(ask, db, kind, email->key) && user && user->status == UserStatus::active;
  db.transaction([&] {
    post_one_time(ask, db, config, letter(config), sent ? user : std::nullopt, sent ? user->email : email->shown,
                  email->key);
    store::Event event = event_of(ask, "user_password_reset_requested");
    event.subject = user ? std::optional(user->id) : std::nullopt;
    event.personal.set("email", email->key);
    event.data.set("sent", sent);
    store::write_event(db, event);
    return true;
  });
  return {};
}

Result<Revoked> reset_password(Ask& ask, TenantId tenant, const PasswordReset& reset) {
  std::vector<Session> ended;
  std::optional<User> user;
  {
    store::TenantDb db(ask.world.database, tenant);
    const auto home = store::own_tenant(db);
    if (!home || home->status != TenantStatus::active) return Code::INVALID_TENANT;
    const Config config = settings_of(ask, db);
    const auto found = find_one_time(ask, db, config, kind, reset.presented);
    if (!found) return found.error();
    user = holder(db, *found);
    if (!user) return Code::TOKEN_EXPIRED;
    ask.about.user = user->id;
    const auto hashed = hash_new_password(ask, db, config, *user, reset.wanted);
    if (!hashed) return hashed.error();
    bool replaced = false;
    db.transaction([&] {
      replaced = replace(ask, db, config, *user, *found, *hashed);
      if (replaced) ended = sessions_not_yet_forgotten(ask, db, user->id);
      return replaced;
    });
    if (!replaced) return Code::TOKEN_EXPIRED;
  }
  return both(forget_sessions(ask, tenant, ended), forget_user(ask, tenant, user->id, ask.now));
}

}  // namespace doorward::service
