// RFC 7519 claims, RFC 9068 header type at+jwt, RFC 8176 amr, RFC 8693 act.
#include "service/issue_access_token.hh"

#include <algorithm>

#include "base/encode.hh"
#include "port/json.hh"
#include "service/keyring.hh"

namespace doorward::service {
namespace {

using port::Json;

void name_house(Json& claims, const TenantFacts& tenant) {
  if (tenant.kind == TenantKind::tenant) {
    claims.set("tenant_id", tenant.id.text());
    claims.set("tenant_slug", tenant.slug);
    claims.set("plan_type", tenant.plan_type);
  } else if (tenant.kind == TenantKind::reseller) {
    claims.set("reseller_id", tenant.id.text());
  }
}

}  // namespace

seconds access_life(const Ask& ask, const SessionFacts& session) {
  const Span left = session.expires_at - ask.now;
  const Span life = session.impersonator ? left : std::min<Span>(ask.world.config.tokens.access_ttl, left);
  return std::max(std::chrono::floor<seconds>(life), seconds{0});
}

Secret issue_access_token(Ask& ask, const SessionFacts& session, const UserFacts& user, const TenantFacts& tenant,
                          std::string_view device_id) {
  const Config& config = ask.world.config;
  const std::int64_t issued = to_unix(ask.now);
  Json claims;
  claims.set("iss", config.tokens.issuer.empty() ? config.service.public_url : config.tokens.issuer);
  claims.set("aud", config.tokens.audience);
  claims.set("sub", user.id.text());
  claims.set("exp", issued + access_life(ask, session).count());
  claims.set("iat", issued);
  claims.set("nbf", issued);
  claims.set("jti", to_base64url(ask.world.random.bytes(16)));
  name_house(claims, tenant);
  claims.set("role", user.role);
  claims.set("permissions", Json::strings(user.permissions));
  claims.set("scope", "");  // a sign-in is not narrowed: the permissions alone decide
  claims.set("session_id", session.id.text());
  claims.set("auth_time", to_unix(session.auth_time));
  claims.set("amr", Json::strings(session.amr));
  if (!device_id.empty()) claims.set("device_id", device_id);
  if (session.impersonator) claims.set("act", Json().set("sub", session.impersonator->text()));
  const port::JwkKey& signer = ask.world.keys.signer(ask.world.database, ask.now);
  Secret token(port::sign_jws(signer, "at+jwt", port::dump_json(claims)));
  ask.issued = true;
  return token;
}

}  // namespace doorward::service
