// What a password must be (NIST SP 800-63B-4 section 3.1.1): long, hard to guess, not made of the site's own words.
// All of Unicode is welcome and no kind of character is asked for. Pure: normal form and score come from outside.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hh"
#include "base/secret.hh"

namespace doorward {

constexpr std::size_t password_bytes_max = 1024;

struct PasswordRule {
  std::int64_t min_length = 15;  // code points in NFC
  std::int64_t min_score = 3;    // zxcvbn, 0 to 4
};

/// The words behind names, addresses and slugs: each text whole and each run of letters and digits in it, lower
/// case (ASCII), none shorter than three bytes, none twice.
std::vector<std::string> own_words(std::initializer_list<std::string_view> texts);

/// What may be hashed or compared at all, old passwords too: 1 to 1,024 bytes of UTF-8 without NUL. VALIDATION_ERROR.
Result<void> check_password_form(std::string_view field, const Secret& password);

/// A new password: `nfc` has passed check_password_form, `score` is that of zxcvbn with these words. WEAK_PASSWORD
/// with one sentence for each reason.
Result<void> check_new_password(std::string_view field, const Secret& nfc, int score,
                                const std::vector<std::string>& own_words, const PasswordRule& rule);

}  // namespace doorward
