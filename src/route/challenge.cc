// Which words the two RFCs have for our codes.
#include "route/challenge.hh"

#include "base/text.hh"

namespace doorward::route {
namespace {

/// The value of the parameter `error`; empty: none.
std::string_view error_word(Code code) {
  switch (code) {
    case Code::INVALID_TOKEN:
    case Code::TOKEN_EXPIRED:
    case Code::TOKEN_REVOKED:
    case Code::SESSION_EXPIRED:
    case Code::REFRESH_TOKEN_NOT_FOUND:
    case Code::REFRESH_TOKEN_EXPIRED:
    case Code::REFRESH_TOKEN_REUSED: return "invalid_token";
    case Code::STEP_UP_REQUIRED:
    case Code::MFA_REQUIRED: return "insufficient_user_authentication";
    default: return "";
  }
}

/// A quoted-string keeps neither quotes nor backslashes nor anything beyond ASCII (RFC 6750 section 3).
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : header_safe(text))
    if (c != '"' && c != '\\') out += c;
  return out + "\"";
}

}  // namespace

std::optional<std::string> challenge(const Error& error) {
  const auto& row = row_of(error.code);
  if (row.status != 401) return std::nullopt;
  std::string value = "Bearer realm=\"doorward\"";
  if (const auto word = error_word(error.code); !word.empty())
    value +=
        ", error=" + quoted(word) + ", error_description=" + quoted(error.detail.empty() ? row.detail : error.detail);
  return value;
}

}  // namespace doorward::route
