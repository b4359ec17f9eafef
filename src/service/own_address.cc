// A new address stands sealed in the row of its link until somebody proves that it is theirs.
#include "service/own_address.hh"

#include "service/event.hh"
#include "service/mail.hh"
#include "service/one_time_letter.hh"
#include "service/revocation.hh"
#include "service/settings.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

constexpr auto kind = OpaqueKind::verify;
constexpr std::string_view change_wanted = "change";

OneTimeLetter letter(const Config& config, std::string_view about) { return {kind, about, config.links.verify}; }

store::Event event_about(Ask& ask, const char* type, UserId user) {
  store::Event event = event_of(ask, type);
  event.actor = event.subject = user;
  return event;
}

/// In the running transaction: the address that the link was sent to is the account's from now on. False: the link
/// was used, or the account has yet another address, in between.
bool take(Ask& ask, store::TenantDb& db, const FoundOneTime& found, UserId id) {
  const auto user = store::find_user(db, id);
  const std::string key = text_of(found, "email_key");
  const bool change = found.data.find(change_wanted) != nullptr;
  if (!user || (!change && user->email_key != key) || !use_one_time(ask, db, found)) return false;
  store::Event event = event_about(ask, change ? "user_email_changed" : "user_email_verified", id);
  if (change) {
    store::change_email(db, id, text_of(found, "email"), key, ask.now);
    event.personal.set("email", text_of(found, "email"));
  } else {
    store::verify_email(db, id, ask.now);
  }
  void_one_times(ask, db, kind, id);
  store::write_event(db, event);
  return true;
}

}  // namespace

void send_verification(Ask& ask, store::TenantDb& db, const User& user) {
  const Config config = settings_of(ask, db);
  post_one_time(ask, db, config, letter(config, "verify"), user, user.email, user.email_key);
}

void send_word_to_known(Ask& ask, store::TenantDb& db, const std::string& email_key) {
  const Config config = settings_of(ask, db);
  const auto known = store::find_user_by_email(db, email_key);
  if (!known) return;
  const bool bearable = one_more_letter(ask, db, kind, email_key);
  make_one_time(ask, db, {kind, email_key, config.links.verify});  // counts, and opens nothing
  post_mail(ask, db, letter_to(known, known->email, "known"), bearable ? Posting::to_be_sent : Posting::for_nobody);
}

Result<void> resend_verification(Ask& ask, TenantId tenant, const std::string& typed) {
  const auto email = port::parse_email(typed);
  if (!email) return wrong("email", "is not an e-mail address");
  store::TenantDb db(ask.world.database, tenant);
  const Config config = settings_of(ask, db);
  const auto user = store::find_user_by_email(db, email->key);
  const bool sent =
      one_more_letter(ask, db, kind, email->key) && user && user->status == UserStatus::active && !user->email_verified;
  db.transaction([&] {
    post_one_time(ask, db, config, letter(config, "verify"), sent ? user : std::nullopt,
                  sent ? user->email : email->shown, email->key);
    return true;
  });
  return {};
}

Result<void> verify_own_address(Ask& ask, TenantId tenant, const Presented& presented) {
  std::optional<UserId> user;
  {
    store::TenantDb db(ask.world.database, tenant);
    const auto found = find_one_time(ask, db, settings_of(ask, db), kind, presented);
    if (!found) return found.error();
    user = found->subject;
    if (!user) return Code::INVALID_TOKEN;
    ask.about.user = *user;
    bool taken = false;
    try {
      db.transaction([&] { return taken = take(ask, db, *found, *user); });
    } catch (const port::SqlRefused& refused) {
      if (refused.refusal() == port::SqlRefusal::duplicate) return Code::USER_EXISTS;
      throw;
    }
    if (!taken) return Code::TOKEN_EXPIRED;
  }
  (void)forget_user(ask, tenant, *user, ask.now);
  return {};
}

Result<void> ask_for_other_address(Ask& ask, store::TenantDb& db, const User& user, const port::Email& wanted) {
  if (!one_more_letter(ask, db, kind, wanted.key))
    return Error(Code::RATE_LIMIT_EXCEEDED, std::chrono::seconds(std::chrono::hours(1)));
  const Config config = settings_of(ask, db);
  const auto other = store::find_user_by_email(db, wanted.key);
  db.transaction([&] {
    post_one_time(ask, db, config, letter(config, "change"), other ? std::nullopt : std::optional(user), wanted.shown,
                  wanted.key, change_wanted);
    if (other) post_mail(ask, db, letter_to(other, other->email, "known"), Posting::to_be_sent);
    Letter notice = letter_to(user, user.email, "changing");
    notice.values["EMAIL"] = wanted.shown;
    post_mail(ask, db, notice, Posting::to_be_sent);
    store::write_event(db, event_about(ask, "user_email_change_requested", user.id));
    return true;
  });
  return {};
}

}  // namespace doorward::service
