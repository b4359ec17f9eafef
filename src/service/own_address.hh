// That an e-mail address is the person's own: sent a link and a code there, and one of them came back.
#pragma once
#include <string>

#include "model/user.hh"
#include "port/unicode.hh"
#include "service/one_time.hh"

namespace doorward::service {

/// In the running transaction of whoever makes an account that must be verified.
void send_verification(Ask& ask, store::TenantDb& db, const User& user);

/// In the running transaction, where an account was asked for with an address that has one: word of it there, at the
/// same cost.
void send_word_to_known(Ask& ask, store::TenantDb& db, const std::string& email_key);

/// Success whatever the address, as forgot_password; a message goes only to an account that is not verified yet.
Result<void> resend_verification(Ask& ask, TenantId tenant, const std::string& email);

/// The address is verified, or takes the place of the former one where that was asked for (change_me). As
/// find_one_time; USER_EXISTS: somebody else has the new address by now.
Result<void> verify_own_address(Ask& ask, TenantId tenant, const Presented& presented);

/// A link to the new address, word of it to the present one. Whether somebody has the new address already is told only
/// there. RATE_LIMIT_EXCEEDED when that mailbox was written to often lately.
Result<void> ask_for_other_address(Ask& ask, store::TenantDb& db, const User& user, const port::Email& wanted);

}  // namespace doorward::service
