// The words of DOORWARD_ACCEPT.
#include "model/visitor.hh"

namespace doorward {

std::string_view to_word(CredentialKind kind) {
  switch (kind) {
    case CredentialKind::bearer: return "bearer";
    case CredentialKind::session: return "session";
    case CredentialKind::basic: return "basic";
    case CredentialKind::api_key: return "api_key";
    case CredentialKind::cookie: return "cookie";
  }
  return "";
}

std::optional<CredentialKind> parse_credential_kind(std::string_view word) {
  for (CredentialKind kind : {CredentialKind::bearer, CredentialKind::session, CredentialKind::basic,
                              CredentialKind::api_key, CredentialKind::cookie})
    if (to_word(kind) == word) return kind;
  return std::nullopt;
}

}  // namespace doorward
