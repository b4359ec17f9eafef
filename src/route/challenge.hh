// The WWW-Authenticate header of a refusal.
#pragma once
#include <optional>
#include <string>

#include "base/error.hh"

namespace doorward::route {

/// RFC 6750 section 3 for tokens, RFC 9470 for step-up; nullopt when the error is not 401. No `error` where
/// the request brought no credential, as RFC 6750 section 3.1 asks.
std::optional<std::string> challenge(const Error& error);

}  // namespace doorward::route
