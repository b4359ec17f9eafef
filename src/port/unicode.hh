// Canonical names, by libunistring and libidn2: made once, here, so that no collation ever decides.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace doorward::port {

struct Email {
  std::string shown;  // NFC, trimmed, as the person wrote it; at most 254 bytes
  std::string key;    // NFKC casefolded local part + "@" + domain in ASCII (IDNA 2008, lower case)
};
/// nullopt: not an address we take (RFC 5321 dot-atom locals, UTF-8 allowed; no comments, quotes, literals,
/// no control, format or unassigned characters; domain with at least one dot or "localhost").
/// Idempotent: parse_email(e.key)->key == e.key.
std::optional<Email> parse_email(std::string_view text);

/// Both throw Failure for what is not UTF-8: it is checked at the door.
std::string nfc(std::string_view utf8);
std::string nfkc_casefold(std::string_view utf8);
std::size_t code_points(std::string_view utf8);
/// "ACME.Example" or "münchen.example" to lower-case ASCII; nullopt when it is no host name.
std::optional<std::string> ascii_host(std::string_view host);

}  // namespace doorward::port
