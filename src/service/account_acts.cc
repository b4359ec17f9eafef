// What an administrator does to one account.
#include "service/account_change.hh"
#include "service/forgotten_password.hh"
#include "service/people.hh"
#include "service/revocation.hh"
#include "service/secret_check.hh"
#include "service/session_end.hh"
#include "store/people.hh"
#include "store/roles.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

Result<Revoked> set_status(Ask& ask, const Actor& actor, UserId id, const AccountAct& how, UserStatus wanted) {
  return change_person(ask, actor, id, how,
                       [&](store::TenantDb& db, const User& user, store::Event& event) -> Result<bool> {
                         if (user.status == wanted) return false;
                         if (wanted == UserStatus::active && user.status == UserStatus::locked)
                           return Error(Code::CONFLICT, "A locked account is unlocked, not activated.");
                         event.data.set("from", to_word(user.status));
                         store::set_status(db, user.id, wanted, ask.now);
                         return true;
                       });
}

}  // namespace

Result<Revoked> give_role(Ask& ask, const Actor& actor, UserId id, const std::string& role) {
  const AccountAct how{"user_role_changed", !is_head(role)};
  return change_person(ask, actor, id, how,
                       [&](store::TenantDb& db, const User& user, store::Event& event) -> Result<bool> {
                         if (auto fit = take_role(db, actor, role); !fit) return fit.error();
                         if (user.role == role) return false;
                         event.data.set("from", user.role).set("to", role);
                         store::set_role(db, user.id, role, ask.now);
                         return true;
                       });
}

Result<Revoked> suspend_account(Ask& ask, const Actor& actor, UserId id) {
  return set_status(ask, actor, id, {"user_suspended", true, true, end_reason::suspended}, UserStatus::suspended);
}

Result<Revoked> activate_account(Ask& ask, const Actor& actor, UserId id) {
  return set_status(ask, actor, id, {"user_activated"}, UserStatus::active);
}

Result<Revoked> unlock_account(Ask& ask, const Actor& actor, UserId id) {
  return change_person(ask, actor, id, {"user_account_unlocked"},
                       [&](store::TenantDb& db, const User& user, store::Event&) -> Result<bool> {
                         store::forget_all_checks(db, name_mac(ask, actor.tenant, user.email_key));
                         if (user.status == UserStatus::locked)
                           store::set_status(db, user.id, UserStatus::active, ask.now);
                         return true;
                       });
}

Result<Revoked> reset_account_password(Ask& ask, const Actor& actor, UserId id) {
  return change_person(ask, actor, id, {"user_password_reset_sent"},
                       [&](store::TenantDb& db, const User& user, store::Event&) -> Result<bool> {
                         if (user.status != UserStatus::active)
                           return Error(Code::CONFLICT, "Only an active account gets a link for a new password.");
                         send_password_reset(ask, db, user);
                         return true;
                       });
}

Result<Revoked> end_account_sessions(Ask& ask, const Actor& actor, UserId id) {
  return change_person(ask, actor, id, {"user_sessions_ended"},
                       [&](store::TenantDb& db, const User& user, store::Event& event) -> Result<bool> {
                         const auto ended =
                             end_sessions_of(ask, db, user.id, std::nullopt, end_reason::by_administrator);
                         event.data.set("count", std::int64_t(ended.size()));
                         return !ended.empty();
                       });
}

}  // namespace doorward::service
