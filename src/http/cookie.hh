// doorward's cookies: their names by origin, how they are read and how they are set (RFC 6265bis).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hh"
#include "base/time.hh"
#include "http/request.hh"

namespace doorward::http {

enum class CookieKind { session, access, refresh, csrf, device };

/// What the request's origin allows: https (prefixed names, Secure), plain http on a loopback host
/// (bare names), or plain http elsewhere (no cookies at all).
enum class CookieGround { secure, loopback, none };
CookieGround cookie_ground(const Request& request);

/// "localhost", "x.localhost", "127.0.0.0/8" or "[::1]", with or without port.
bool loopback_host(std::string_view host);

/// "__Host-doorward_session" on https, "doorward_session" on a loopback host; empty on CookieGround::none.
std::string cookie_name(CookieKind kind, CookieGround ground);

/// The cookie of this kind under the one name that this origin allows. Given twice with different
/// values they come joined by ", ": a value that no credential has, so a repeated one never counts.
std::optional<std::string> cookie_of(const Request& request, CookieKind kind);

/// A header `Cookie` (RFC 6265 section 5.4), in order. Names are compared byte by byte and never
/// decoded or trimmed at their end (what web servers take away is "name=" to the letter); pairs without '=' or with an
/// empty name are dropped. A comma does not separate: two lines joined by ", " leave the second line's first cookie
/// inside the value before it.
std::vector<Cookie> parse_cookies(std::string_view header);

/// The value of a Set-Cookie header. `lives` absent: until the browser ends. `base_path` is
/// service.base_path: the refresh cookie is bound to base_path + "/refresh".
/// VALIDATION_ERROR on CookieGround::none, with a clear detail.
Result<std::string> set_cookie(const Request& request, CookieKind kind, std::string_view value,
                               std::optional<seconds> lives, std::string_view base_path);
/// The Set-Cookie header that takes the cookie away; empty on CookieGround::none.
std::string clear_cookie(const Request& request, CookieKind kind, std::string_view base_path);

}  // namespace doorward::http
