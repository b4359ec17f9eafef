#include "service/password_proof.hh"

#include <algorithm>

#include "service/event.hh"
#include "service/password.hh"
#include "service/secret_check.hh"
#include "store/users.hh"

namespace doorward::service {

Result<void> prove_password(Ask& ask, store::TenantDb& db, const Config& config, const Visitor& visitor,
                            const User& user, std::string_view field, const Secret& typed) {
  const auto prepared = prepared_password(field, typed);
  if (!prepared) return prepared.error();
  const SecretCheck check = reserve_account_check(ask, db, config, user.email_key);
  if (check.reservation.next_try_at) return too_soon(ask, check);
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
  secret_check_failed(ask, db, check, user.id, event_by(ask, visitor, "user_password_check_failed"));
  return Code::INVALID_CREDENTIALS;
}

}  // namespace doorward::service
