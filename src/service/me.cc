// Looking at oneself and changing one's profile.
#include "port/unicode.hh"
#include "service/accounts.hh"
#include "service/event.hh"
#include "service/own_address.hh"
#include "service/password_proof.hh"
#include "service/profile.hh"
#include "service/revocation.hh"
#include "service/settings.hh"
#include "store/tenants.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

void note_change(Ask& ask, store::TenantDb& db, const Visitor& visitor, const std::vector<std::string>& fields) {
  store::Event event = event_by(ask, visitor, "user_profile_changed");
  event.data.set("fields", port::Json::strings(fields));
  store::write_event(db, event);
}

/// The new address stays outside until it is verified. What else is wrong is said first, so that no message goes out
/// for a change that is refused.
Result<void> change_address(Ask& ask, store::TenantDb& db, const Visitor& visitor, const MeChange& change) {
  auto user = store::find_user(db, visitor.user.id);
  if (!user) return Code::USER_NOT_FOUND;
  const auto wanted = port::parse_email(*change.email);
  if (!wanted) return wrong("email", "is not an e-mail address");
  if (wanted->key == user->email_key) return {};
  if (ask.impersonator) return Code::IMPERSONATION_FORBIDDEN;
  // They sign in without naming their house: nobody may have such an address twice, which only an operator can see.
  if (visitor.tenant.kind != TenantKind::tenant) return wrong("email", "is changed by an operator here");
  if (change.password.empty()) return wrong("password", "is needed to change the e-mail address");
  User changed = *user;
  if (const Changes changes = apply(change, changed); !changes.errors().empty())
    return Error(Code::VALIDATION_ERROR, changes.errors());
  const Config config = settings_of(ask, db);
  if (auto known = prove_password(ask, db, config, visitor, *user, "password", change.password); !known) return known;
  return ask_for_other_address(ask, db, *user, *wanted);
}

/// People of the platform and of resellers belong to no tenant.
Me me_of(User user, std::optional<Tenant> tenant, const Visitor& visitor) {
  Me me{std::move(user), {}, visitor.user.permissions, visitor.session.impersonator};
  if (tenant && tenant->kind == TenantKind::tenant) me.tenant = std::move(*tenant);
  if (tenant && tenant->kind == TenantKind::reseller) me.user.reseller = tenant->id;
  return me;
}

}  // namespace

Result<Me> me(Ask& ask, const Visitor& visitor) {
  store::TenantDb db(ask.world.database, visitor.user.tenant);
  auto user = store::find_user(db, visitor.user.id);
  if (!user) return Code::USER_NOT_FOUND;
  return me_of(std::move(*user), store::own_tenant(db), visitor);
}

Result<Me> change_me(Ask& ask, const Visitor& visitor, const MeChange& change) {
  Result<Me> answer = Code::USER_NOT_FOUND;
  bool named_anew = false;
  {
    store::TenantDb db(ask.world.database, visitor.user.tenant);
    if (change.email)
      if (auto asked = change_address(ask, db, visitor, change); !asked) return asked.error();
    db.transaction([&] {
      answer = Code::USER_NOT_FOUND;
      auto user = store::find_user(db, visitor.user.id);
      if (!user) return false;
      const Changes changes = apply(change, *user);
      if (!changes.errors().empty()) {
        answer = Error(Code::VALIDATION_ERROR, changes.errors());
        return false;
      }
      named_anew = !changes.changed().empty();
      if (named_anew) {
        user->updated_at = ask.now;
        store::update_profile(db, *user);
        note_change(ask, db, visitor, changes.changed());
      }
      answer = me_of(std::move(*user), store::own_tenant(db), visitor);
      return true;
    });
  }
  // The gate hands out the name from memory; it learns of the new one at once, or within memcached.trust.
  if (answer && named_anew) (void)forget_user(ask, visitor.user.tenant, visitor.user.id, ask.now);
  return answer;
}

}  // namespace doorward::service
