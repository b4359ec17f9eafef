// A forgotten password: a link and a code to the address, and a new password for one of them.
#pragma once
#include <string>

#include "model/user.hh"
#include "service/one_time.hh"
#include "service/sessions.hh"

namespace doorward::service {

/// Success whether anybody has the address or not, with the same statements; a message goes only to an active account.
/// VALIDATION_ERROR: not an address.
Result<void> forgot_password(Ask& ask, TenantId tenant, const std::string& email);

/// For whoever administers: the same message, in the running transaction. The password stays until the link is used;
/// nobody is told it. The caller writes the event and ends sessions where it wants to.
void send_password_reset(Ask& ask, store::TenantDb& db, const User& user);

struct PasswordReset {
  Presented presented;
  Secret wanted;
};
/// The new password; every session ends, every other link of the kind is void, the name is unlocked and the address
/// verified, for its mailbox was read. Nobody is signed in by it, and a second factor stays. As find_one_time;
/// WEAK_PASSWORD and PASSWORD_REUSED use nothing up.
Result<Revoked> reset_password(Ask& ask, TenantId tenant, const PasswordReset& reset);

}  // namespace doorward::service
