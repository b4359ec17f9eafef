// <base64url of 16 random bytes>.<base64url of their HMAC>
#include "http/page_token.hh"

#include "base/encode.hh"
#include "http/cookie.hh"
#include "port/crypto.hh"

namespace doorward::http {
namespace {

std::string signed_value(const Secret& key, const std::string& nonce) {
  return nonce + "." + to_base64url(port::hmac_sha256(key.reveal(), "page token " + nonce));
}

bool ours(const Secret& key, std::string_view value) {
  const auto dot = value.find('.');
  return dot != std::string_view::npos && same_secret(value, signed_value(key, std::string(value.substr(0, dot))));
}

}  // namespace

PageToken page_token(const Request& request, const Secret& key, port::Random& random, std::string_view base_path) {
  if (auto held = cookie_of(request, CookieKind::csrf); held && ours(key, *held)) return {std::move(*held), ""};
  PageToken made{signed_value(key, to_base64url(random.bytes(16))), ""};
  if (auto cookie = set_cookie(request, CookieKind::csrf, made.value, std::nullopt, base_path))
    made.set_cookie = std::move(*cookie);
  return made;
}

bool page_token_holds(const Request& request, const Secret& key, std::string_view presented) {
  const auto held = cookie_of(request, CookieKind::csrf);
  return held && ours(key, *held) && same_secret(*held, presented);
}

}  // namespace doorward::http
