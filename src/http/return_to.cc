// The rule is strict rather than clever: what two readers could read in two ways is refused.
#include "http/return_to.hh"

#include "base/encode.hh"
#include "base/text.hh"
#include "http/origin.hh"
#include "port/crypto.hh"

namespace doorward::http {
namespace {

/// nginx fails a check whose header block reaches 4 kB; a longer address leads to the site's first page.
constexpr std::size_t longest = 2048;

/// One round of undoing: what is no escape stays.
std::string undone(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' && i + 2 < text.size() ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
    out += byte ? *byte : std::string(1, text[i]);
    if (byte) i += 2;
  }
  return out;
}

/// Escapes are undone until none is left, as the most eager reader would; nullopt: escaped more often than any honest
/// address is. Without that end the work would grow with the square of the length.
std::optional<std::string> unescaped(std::string_view text) {
  std::string now(text);
  for (int round = 0; round < 4; ++round) {
    std::string next = undone(now);
    if (next == now) return now;
    now = std::move(next);
  }
  return std::nullopt;
}

bool plain_path(std::string_view path) {
  if (!path.starts_with('/') || path.starts_with("//") || path.starts_with("/;")) return false;
  if (path.find('\\') != std::string_view::npos || has_control(path) || !valid_utf8(path)) return false;
  for (auto segment : split(path, '/'))
    if (segment == "." || segment == "..") return false;
  return true;
}

std::string signature(const Secret& key, const LoginAddress& address) {
  return to_base64url(port::hmac_sha256(key.reveal(), "login address\n" + address.tenant + "\n" + address.return_to));
}

}  // namespace

bool local_path(std::string_view text) {
  if (has_control(text) || !valid_utf8(text) || text.find('\\') != std::string_view::npos) return false;
  const auto path = text.substr(0, text.find_first_of("?#"));
  if (!plain_path(path)) return false;
  const auto bare = unescaped(path);
  return bare && plain_path(*bare);
}

std::optional<std::string> safe_return(const Config& config, std::string_view wanted) {
  if (local_path(wanted)) return header_safe(wanted);
  const auto origin = origin_of(wanted);
  if (origin.empty() || !wanted.starts_with(origin)) return std::nullopt;
  if (origin != origin_of(config.service.public_url) && !listed_origin(config, origin)) return std::nullopt;
  return local_path(wanted.substr(origin.size())) ? std::optional(header_safe(wanted)) : std::nullopt;
}

std::string login_address(const Config& config, const Secret& key, const LoginAddress& wanted) {
  LoginAddress said = wanted;
  if (!local_path(said.return_to) || percent_encode(said.return_to).size() > longest) said.return_to.clear();
  std::string query;
  if (!said.tenant.empty()) query += "tenant_id=" + percent_encode(said.tenant) + "&";
  if (!said.return_to.empty()) query += "return_to=" + percent_encode(said.return_to) + "&";
  return config.service.base_path + "/login" + (query.empty() ? "" : "?" + query + "sig=" + signature(key, said));
}

LoginAddress read_login_address(const Config& config, const Secret& key, const Request& request) {
  const LoginAddress said{request.query_parameter("return_to").value_or(""),
                          request.query_parameter("tenant_id").value_or("")};
  const auto given = request.query_parameter("sig");
  if (given && !same_secret(*given, signature(key, said))) return {};
  return {safe_return(config, said.return_to) ? said.return_to : "", said.tenant, given.has_value()};
}

}  // namespace doorward::http
