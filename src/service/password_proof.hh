// Whoever is signed in shows that they know their password, before something that a borrowed session must not do.
#pragma once
#include <string_view>

#include "base/result.hh"
#include "base/secret.hh"
#include "model/user.hh"
#include "model/visitor.hh"
#include "service/world.hh"

namespace doorward::service {

/// A reserved secret check at the price of a sign-in, outside any transaction. `field`: where it was typed.
/// INVALID_CREDENTIALS, RATE_LIMIT_EXCEEDED, OVERLOADED, VALIDATION_ERROR.
Result<void> prove_password(Ask& ask, store::TenantDb& db, const Config& config, const Visitor& visitor,
                            const User& user, std::string_view field, const Secret& typed);

}  // namespace doorward::service
