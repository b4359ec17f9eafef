#include "http/cookie.hh"

#include <algorithm>
#include <array>

#include "base/network.hh"
#include "base/text.hh"

namespace doorward::http {
namespace {

/// What differs between the cookies. The refresh cookie has a path, so it can only be __Secure-.
struct CookieRow {
  std::string_view name, prefix, path_end, same_site;
  bool http_only;
};
constexpr std::array<CookieRow, 5> rows = {{
    {"doorward_session", "__Host-", "", "Lax", true},
    {"doorward_access", "__Host-", "", "Lax", true},
    {"doorward_refresh", "__Secure-", "/refresh", "Strict", true},
    {"doorward_csrf", "__Host-", "", "Lax", false},
    {"doorward_device", "__Host-", "", "Lax", true},
}};

const CookieRow& row_of(CookieKind kind) { return rows.at(static_cast<std::size_t>(kind)); }

std::string attributes(const CookieRow& row, CookieGround ground, std::string_view base_path) {
  const std::string path = row.path_end.empty() ? "/" : std::string(base_path) + std::string(row.path_end);
  return "; Path=" + path + (row.http_only ? "; HttpOnly" : "") + (ground == CookieGround::secure ? "; Secure" : "") +
         "; SameSite=" + std::string(row.same_site);
}

std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool loopback_ipv4(std::string_view host) {
  const auto address = host.starts_with("127.") ? Address::parse(host) : std::nullopt;
  return address && address->ipv4();
}

}  // namespace

bool loopback_host(std::string_view host) {
  const std::string name = lower_ascii(without_port(host));
  return name == "localhost" || name.ends_with(".localhost") || name == "[::1]" || loopback_ipv4(name);
}

CookieGround cookie_ground(const Request& request) {
  if (request.https()) return CookieGround::secure;
  return loopback_host(request.host) ? CookieGround::loopback : CookieGround::none;
}

std::string cookie_name(CookieKind kind, CookieGround ground) {
  if (ground == CookieGround::none) return "";
  const auto& row = row_of(kind);
  return (ground == CookieGround::secure ? std::string(row.prefix) : "") + std::string(row.name);
}

std::optional<std::string> cookie_of(const Request& request, CookieKind kind) {
  const auto ground = cookie_ground(request);
  const auto& row = row_of(kind);
  const auto prefix = ground == CookieGround::secure ? row.prefix : "";
  std::optional<std::string> found;
  for (const auto& cookie : request.cookies) {
    const std::string_view name = cookie.name;
    if (ground == CookieGround::none || !name.starts_with(prefix) || name.substr(prefix.size()) != row.name ||
        found == cookie.value)
      continue;
    found = found ? *found + ", " + cookie.value : cookie.value;
  }
  return found;
}

std::vector<Cookie> parse_cookies(std::string_view header) {
  std::vector<Cookie> cookies;
  for (auto part : split(header, ';')) {
    const auto pair = trim(part);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const auto name = pair.substr(0, equals), value = trim(pair.substr(equals + 1));
    if (!name.empty()) cookies.push_back({std::string(name), std::string(value)});
  }
  return cookies;
}

Result<std::string> set_cookie(const Request& request, CookieKind kind, std::string_view value,
                               std::optional<seconds> lives, std::string_view base_path) {
  const auto ground = cookie_ground(request);
  if (ground == CookieGround::none)
    return Error(
        Code::VALIDATION_ERROR,
        "Cookies are set on https only, or on plain http of a loopback host; use https, or transport \"token\".");
  return cookie_name(kind, ground) + "=" + std::string(value) + attributes(row_of(kind), ground, base_path) +
         (lives ? "; Max-Age=" + std::to_string(std::max<std::int64_t>(0, lives->count())) : "");
}

std::string clear_cookie(const Request& request, CookieKind kind, std::string_view base_path) {
  const auto gone = set_cookie(request, kind, "", seconds{0}, base_path);
  return gone ? *gone : "";
}

}  // namespace doorward::http
