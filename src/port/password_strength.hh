// How guessable a password is, by zxcvbn-c.
#pragma once
#include <string>
#include <vector>

#include "base/secret.hh"

namespace doorward::port {

/// 0 (guessed at once) to 4. `own_words`: name, address, organization: worth nothing in the password.
int password_score(const Secret& password, const std::vector<std::string>& own_words);

}  // namespace doorward::port
