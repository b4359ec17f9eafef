// Passwords on their way: the form in which they are hashed, the rule for new ones, and the work of hashing and
// checking, always in one of this host's hash slots and never inside a transaction.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.hh"
#include "base/secret.hh"
#include "service/world.hh"

namespace doorward::service {

/// What is hashed and compared: the normal form NFC (RFC 8265 section 4.2). VALIDATION_ERROR on `field`: empty, over
/// 1,024 bytes, no UTF-8, with NUL.
Result<Secret> prepared_password(std::string_view field, const Secret& typed);

/// The rule of this tenant for a new password, already prepared. `own`: names and addresses that are worth nothing in
/// it. WEAK_PASSWORD.
Result<void> fits_rule(const Config& config, std::string_view field, const Secret& prepared,
                       std::initializer_list<std::string_view> own);

struct Hashed {
  std::string hash;
  std::int64_t work = 0;  // for users.password_work
};
/// OVERLOADED.
Result<Hashed> hash_in_slot(Ask& ask, const Secret& prepared);

/// Work of the setting password.argon2_*, in KiB times passes.
std::int64_t usual_work(const Config& config);

struct Checked {
  bool right = false;
  Hashed rehashed;  // right, but the stored hash has another cost than the settings: the same password anew
};
/// `stored` empty: nobody's password. Whatever is wrong costs `work` in all, or the cost of `stored` if that is
/// dearer. OVERLOADED: nothing was checked.
Result<Checked> check_in_slot(Ask& ask, const Secret& prepared, std::string_view stored, std::int64_t work);

}  // namespace doorward::service
