// Fixed widths: both base64url parts may contain the '_' that separates them.
#include "model/credential.hh"

#include <array>

#include "base/encode.hh"
#include "base/error.hh"

namespace doorward {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t head_size = 4, tenant_size = 22, secret_size = 43;
constexpr std::size_t whole_size = head_size + tenant_size + 1 + secret_size;

struct Parts {
  OpaqueKind kind{};
  TenantId tenant{};
  std::array<char, secret_bytes> secret{};
  ~Parts() { wipe(secret.data(), secret.size()); }
};

std::optional<OpaqueKind> parse_kind(char letter) {
  for (OpaqueKind kind : {OpaqueKind::session, OpaqueKind::refresh, OpaqueKind::device, OpaqueKind::reset,
                          OpaqueKind::verify, OpaqueKind::invite})
    if (letter == static_cast<char>(kind)) return kind;
  return std::nullopt;
}

/// True: `parts` is all of it.
bool take_apart(std::string_view text, Parts& parts) {
  if (text.size() != whole_size || !text.starts_with("dw") || text[3] != '_') return false;
  if (text[head_size + tenant_size] != '_') return false;
  const auto kind = parse_kind(text[2]);
  std::array<char, 16> raw;
  if (!kind || !from_base64url(text.substr(head_size, tenant_size), raw)) return false;
  parts.kind = *kind;
  parts.tenant = TenantId(*Id::from_raw({raw.data(), raw.size()}));
  return from_base64url(text.substr(head_size + tenant_size + 1), parts.secret);
}

}  // namespace

Secret make_credential(OpaqueKind kind, TenantId tenant, std::string_view secret) {
  if (secret.size() != secret_bytes) throw Failure("a credential is made of 32 bytes");
  std::string text{'d', 'w', static_cast<char>(kind), '_'};
  text.reserve(whole_size);
  add_base64url(text, tenant.raw());
  text += '_';
  add_base64url(text, secret);
  return Secret(std::move(text));
}

std::optional<Credential> parse_credential(std::string_view text) {
  Parts parts;
  if (!take_apart(text, parts)) return std::nullopt;
  return Credential{parts.kind, parts.tenant, Secret({parts.secret.data(), parts.secret.size()}),
                    Secret(std::string(text))};
}

std::optional<Credential> parse_credential(OpaqueKind kind, std::string_view text) {
  auto parsed = parse_credential(text);
  return parsed && parsed->kind == kind ? std::move(parsed) : std::nullopt;
}

std::optional<TenantId> tenant_in(OpaqueKind kind, std::string_view text) {
  Parts parts;
  return take_apart(text, parts) && parts.kind == kind ? std::optional(parts.tenant) : std::nullopt;
}

}  // namespace doorward
