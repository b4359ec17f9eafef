// `dwd_<tenant>_<…>`: 16 random bytes that name the device, 16 bytes of HMAC over tenant, name and address.
#include "service/device.hh"

#include "model/credential.hh"
#include "port/crypto.hh"
#include "service/keyring.hh"

namespace doorward::service {
namespace {

constexpr std::size_t half = 16;

std::string mac_of(Ask& ask, TenantId tenant, std::string_view device, std::string_view email_key) {
  std::string text(tenant.raw());
  text += device;
  text += email_key;
  return port::hmac_sha256(ask.world.keys.sub_key("device").reveal(), text).substr(0, half);
}

}  // namespace

Secret make_device_cookie(Ask& ask, TenantId tenant, std::string_view email_key) {
  const std::string device = ask.world.random.bytes(half);
  return make_credential(OpaqueKind::device, tenant, device + mac_of(ask, tenant, device, email_key));
}

std::optional<std::string> known_device(Ask& ask, TenantId tenant, std::string_view email_key,
                                        std::string_view cookie) {
  const auto parsed = parse_credential(OpaqueKind::device, cookie);
  if (!parsed || parsed->tenant != tenant) return std::nullopt;
  const std::string_view bytes = parsed->secret.reveal();
  std::string device(bytes.substr(0, half));
  if (!same_secret(bytes.substr(half), mac_of(ask, tenant, device, email_key))) return std::nullopt;
  return device;
}

}  // namespace doorward::service
