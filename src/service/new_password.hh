// A password takes another's place: by its owner, or by who administers.
#pragma once
#include "base/result.hh"
#include "model/session.hh"
#include "model/user.hh"
#include "service/password.hh"

namespace doorward::service {

/// By the tenant's rule and the person's history. VALIDATION_ERROR on new_password, WEAK_PASSWORD, PASSWORD_REUSED,
/// OVERLOADED.
Result<Hashed> hash_new_password(Ask& ask, store::TenantDb& db, const Config& config, const User& user,
                                 const Secret& typed);

/// In the running transaction, after the hash was made: the old one becomes history, every session but `except` ends.
/// False: the password was changed in between, nothing is done.
bool replace_password(Ask& ask, store::TenantDb& db, const Config& config, const User& user, const Hashed& hashed,
                      std::optional<SessionId> except);

}  // namespace doorward::service
