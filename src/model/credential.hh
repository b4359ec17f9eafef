// Opaque credentials: `dw<kind>_<tenant, 22 base64url>_<secret, 43 base64url>`, 70 characters. They carry
// their tenant because nothing can be looked up without one. The database holds port::sha256 of the
// whole text and nothing else of them.
#pragma once
#include <optional>
#include <string_view>

#include "base/id.hh"
#include "base/secret.hh"

namespace doorward {

enum class OpaqueKind : char {
  session = 's',
  refresh = 'r',
  device = 'd',
  reset = 'p',   // one-time, in mail: a forgotten password,
  verify = 'e',  // an e-mail address to be verified,
  invite = 'i',  // an invitation
};

struct Credential {
  OpaqueKind kind;
  TenantId tenant;
  Secret secret;  // the 32 bytes behind the last part
  Secret text;    // the whole, as presented
};

/// `secret`: 32 bytes; any other size throws Failure.
Secret make_credential(OpaqueKind kind, TenantId tenant, std::string_view secret);

/// Exactly the form that make_credential gives, canonical base64url included; nullopt otherwise.
std::optional<Credential> parse_credential(std::string_view text);
/// Likewise, and of this kind.
std::optional<Credential> parse_credential(OpaqueKind kind, std::string_view text);
/// The tenant alone of such a credential.
std::optional<TenantId> tenant_in(OpaqueKind kind, std::string_view text);

}  // namespace doorward
