// Bytes as text and back. Decoders take exactly the canonical form and nothing else.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace doorward {

std::string to_hex(std::string_view bytes);                 // lower case
std::optional<std::string> from_hex(std::string_view hex);  // either case

/// RFC 4648 section 5 without padding, as JOSE has it (RFC 7515 section 2).
std::string to_base64url(std::string_view bytes);
void add_base64url(std::string& out, std::string_view bytes);
/// Refuses padding, foreign characters and non-zero trailing bits.
std::optional<std::string> from_base64url(std::string_view text);
/// Likewise, into bytes that `text` must fill. False: `out` holds anything.
bool from_base64url(std::string_view text, std::span<char> out);

/// RFC 4648 section 4 with padding (HTTP Basic).
std::optional<std::string> from_base64(std::string_view text);

/// RFC 3986: everything but unreserved characters becomes %XX.
std::string percent_encode(std::string_view text);
/// nullopt on a broken escape. '+' stays '+'.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace doorward
