// Fixed widths: both base64url parts may contain the '_' that separates them.
#include "model/credential.hh"

#include "base/encode.hh"
#include "base/error.hh"

namespace doorward {
namespace {

constexpr std::size_t head_size = 4, tenant_size = 22, secret_size = 43;
constexpr std::size_t whole_size = head_size + tenant_size + 1 + secret_size;

std::optional<OpaqueKind> parse_kind(char letter) {
  for (OpaqueKind kind : {OpaqueKind::session, OpaqueKind::refresh, OpaqueKind::device, OpaqueKind::reset,
                          OpaqueKind::verify, OpaqueKind::invite})
    if (letter == static_cast<char>(kind)) return kind;
  return std::nullopt;
}

}  // namespace

Secret make_credential(OpaqueKind kind, TenantId tenant, std::string_view secret) {
  if (secret.size() != 32) throw Failure("a credential is made of 32 bytes");
  std::string text{'d', 'w', static_cast<char>(kind), '_'};
  text.reserve(whole_size);
  text += to_base64url(tenant.raw());
  text += '_';
  text += to_base64url(secret);
  return Secret(std::move(text));
}

std::optional<Credential> parse_credential(std::string_view text) {
  if (text.size() != whole_size || !text.starts_with("dw") || text[3] != '_') return std::nullopt;
  if (text[head_size + tenant_size] != '_') return std::nullopt;
  const auto kind = parse_kind(text[2]);
  const auto raw = from_base64url(text.substr(head_size, tenant_size));
  auto secret = from_base64url(text.substr(head_size + tenant_size + 1));
  if (!kind || !raw || !secret) return std::nullopt;
  const auto id = Id::from_raw(*raw);
  if (!id) return std::nullopt;
  return Credential{*kind, TenantId(*id), Secret(std::move(*secret)), Secret(std::string(text))};
}

std::optional<Credential> parse_credential(OpaqueKind kind, std::string_view text) {
  auto parsed = parse_credential(text);
  return parsed && parsed->kind == kind ? std::move(parsed) : std::nullopt;
}

}  // namespace doorward
