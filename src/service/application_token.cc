// Its typ differs from an access token's, so that neither is ever taken for the other (RFC 8725 section 3.11).
#include "service/application_token.hh"

#include "port/jose.hh"
#include "port/json.hh"
#include "service/keyring.hh"

namespace doorward::service {
namespace {

constexpr std::int64_t lives = 60;  // seconds

}  // namespace

std::string issue_application_token(Ask& ask, const Visitor& visitor, const std::string& site) {
  const auto& config = ask.world.config;
  const auto now = to_unix(ask.now);
  const auto& user = visitor.user;
  port::Json claims = port::Json::Object{
      {"iss", config.tokens.issuer.empty() ? config.service.public_url : config.tokens.issuer},
      {"aud", site},
      {"sub", user.id.text()},
      {"iat", now},
      {"nbf", now},
      {"exp", now + lives},
      {"email", user.email},
      {"name", user.first_name + (user.first_name.empty() || user.last_name.empty() ? "" : " ") + user.last_name},
      {"role", user.role},
      {"permissions", port::Json::strings(user.permissions)},
      {"session_id", visitor.session.id.text()}};
  if (visitor.tenant.kind == TenantKind::tenant)
    claims.set("tenant_id", visitor.tenant.id.text()).set("tenant_slug", visitor.tenant.slug);
  return port::sign_jws(ask.world.keys.signer(ask.world.database, ask.now), "doorward-identity+jwt",
                        port::dump_json(claims));
}

}  // namespace doorward::service
