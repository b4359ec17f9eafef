// base64url of: version byte 1, 16 bytes of HMAC-SHA-256, the sort key.
#include "service/cursor.hh"

#include "base/encode.hh"
#include "port/crypto.hh"
#include "service/keyring.hh"

namespace doorward::service {
namespace {

constexpr char version = 1;
constexpr std::size_t mac_size = 16;

void add_part(std::string& text, std::string_view part) {  // its length before it: no two lists look alike
  text += std::to_string(part.size()) + ":";
  text += part;
}

std::string mac_of(Ask& ask, const ListPlace& list, std::string_view last) {
  std::string text(1, version);
  add_part(text, list.tenant.raw());
  add_part(text, list.route);
  add_part(text, list.filter);
  add_part(text, last);
  return port::hmac_sha256(ask.world.keys.sub_key("cursor").reveal(), text).substr(0, mac_size);
}

}  // namespace

std::string make_cursor(Ask& ask, const ListPlace& list, std::string_view last) {
  std::string bytes(1, version);
  bytes += mac_of(ask, list, last);
  bytes += last;
  return to_base64url(bytes);
}

Result<std::string> read_cursor(Ask& ask, const ListPlace& list, std::string_view cursor) {
  const auto bytes = from_base64url(cursor);
  if (!bytes || bytes->size() <= 1 + mac_size || bytes->front() != version)
    return wrong("cursor", "is not a cursor of this list");
  std::string last = bytes->substr(1 + mac_size);
  if (!same_secret(bytes->substr(1, mac_size), mac_of(ask, list, last)))
    return wrong("cursor", "is not a cursor of this list");
  return last;
}

}  // namespace doorward::service
