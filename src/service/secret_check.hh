// Asking for a secret: the check is reserved first, made outside any transaction, and told to have failed or not.
#pragma once
#include <string>
#include <string_view>

#include "model/lockout.hh"
#include "service/world.hh"
#include "store/events.hh"
#include "store/secret_checks.hh"

namespace doorward::service {

LockRule lock_rule(const Config& config);

/// One check of one name. `device`: the name of a device that signed in to this account before; empty: none, then
/// the allowance is the account's.
struct SecretCheck {
  std::string mac;
  LockRule rule;
  store::Reservation reservation;
  bool granted() const { return reservation.granted; }
  bool last() const { return granted() && reservation.number >= rule.after; }
};
/// In the running transaction, as its last act: the name's row is held until it ends.
SecretCheck reserve_secret_check(Ask& ask, store::TenantDb& db, const Config& config, std::string_view email_key,
                                 std::string_view device);
/// Of the account's own allowance, in a transaction of its own.
SecretCheck reserve_account_check(Ask& ask, store::TenantDb& db, const Config& config, std::string_view email_key);

/// What a check is answered that comes before its delay is over (next_try_at): RATE_LIMIT_EXCEEDED.
Error too_soon(const Ask& ask, const SecretCheck& check);

/// In a transaction of its own, with the event of what was tried, and user_account_locked when this was the last check
/// of the allowance. `subject`: the account that was asked for, where there is one.
void secret_check_failed(Ask& ask, store::TenantDb& db, const SecretCheck& check, const std::optional<UserId>& subject,
                         const store::Event& tried);

/// The 16 bytes by which a name's rows are found.
std::string name_mac(Ask& ask, TenantId tenant, std::string_view email_key);

}  // namespace doorward::service
