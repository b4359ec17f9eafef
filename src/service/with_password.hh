// A name and a password, asked for exactly as at log-in, whatever they are wanted for.
#pragma once
#include <functional>

#include "model/tenant.hh"
#include "model/user.hh"
#include "service/accounts.hh"

namespace doorward::service {

/// What the right password of an active account opens, in the running transaction that settles the check. Refusals
/// become INVALID_CREDENTIALS and count as a failed check, but VALIDATION_ERROR and EMAIL_NOT_VERIFIED, which are told.
using Opening =
    std::function<Result<void>(store::TenantDb& db, const Config& config, const User& user, const Tenant& tenant)>;

/// As log_in, which is one use of it. The transport of `wanted` is the caller's business.
Result<void> with_password(Ask& ask, TenantId tenant, const LogIn& wanted, const Opening& open);

}  // namespace doorward::service
