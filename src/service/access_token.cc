// RFC 7519, RFC 9068. A token whose signature was found good is known again by its SHA-256.
#include "service/access_token.hh"

#include <algorithm>

#include "base/encode.hh"
#include "base/text.hh"
#include "port/crypto.hh"
#include "port/jose.hh"
#include "port/json.hh"
#include "service/keyring.hh"

namespace doorward::service {
namespace {

constexpr std::size_t longest_token = 8192, longest_jti = 43;
constexpr Span longest_life = std::chrono::hours{1};  // as tokens.access_ttl may be: no token of ours says more

const std::string* text(const port::Json& claims, std::string_view name) {
  const port::Json* member = claims.find(name);
  return member ? member->string() : nullptr;
}

template <class Kind>
std::optional<Kind> id(const port::Json& claims, std::string_view name) {
  const std::string* found = text(claims, name);
  const auto parsed = found ? Id::parse(*found) : std::nullopt;
  return parsed ? std::optional(Kind(*parsed)) : std::nullopt;
}

// NumericDate; what does not fit a moment in microseconds is no date.
std::optional<Time> moment(const port::Json& claims, std::string_view name) {
  constexpr std::int64_t latest = 253'402'300'799;  // year 9999
  const port::Json* member = claims.find(name);
  const std::int64_t* value = member ? member->integer() : nullptr;
  if (!value || *value < 0 || *value > latest) return std::nullopt;
  return from_unix(*value);
}

/// tenant_id, or a reseller's house, or the platform where neither is named. One of them, not both.
std::optional<TenantId> house(const port::Json& claims) {
  const bool of_tenant = claims.find("tenant_id") != nullptr;
  const bool of_reseller = claims.find("reseller_id") != nullptr;
  if (of_tenant && of_reseller) return std::nullopt;
  if (!of_tenant && !of_reseller) return platform_tenant;
  const auto named = id<TenantId>(claims, of_tenant ? "tenant_id" : "reseller_id");
  return named && !named->nil() ? named : std::nullopt;
}

/// A text, or a list that holds it (RFC 7519 section 4.1.3).
bool meant_for(const port::Json& claims, const std::string& audience) {
  const port::Json* aud = claims.find("aud");
  if (!aud) return false;
  if (const auto* one = aud->string()) return *one == audience;
  const auto* many = aud->array();
  return many && std::any_of(many->begin(), many->end(),
                             [&](const port::Json& a) { return a.string() && *a.string() == audience; });
}

bool sound_jti(const std::string& jti) {
  return !jti.empty() && jti.size() <= longest_jti &&
         jti.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
}

std::optional<Claims> parse_claims(const port::Json& json, const Config& config) {
  const std::string& issuer = config.tokens.issuer.empty() ? config.service.public_url : config.tokens.issuer;
  const std::string* iss = text(json, "iss");
  if (!iss || *iss != issuer || !meant_for(json, config.tokens.audience)) return std::nullopt;
  const auto session = id<SessionId>(json, "session_id");
  const auto user = id<UserId>(json, "sub");
  const auto tenant = house(json);
  const std::string* jti = text(json, "jti");
  const auto exp = moment(json, "exp"), nbf = moment(json, "nbf"), iat = moment(json, "iat");
  if (!session || !user || !tenant || !jti || !sound_jti(*jti) || !exp || !nbf || !iat) return std::nullopt;
  if (*exp - *iat > longest_life) return std::nullopt;
  Claims claims{*session, *user, *tenant, *jti, *iat, *nbf, *exp, {}};
  if (const std::string* scope = text(json, "scope"))
    for (std::string_view word : words(*scope)) claims.scope.emplace_back(word);
  return claims;
}

/// The JSON of one part of a compact JWS, unproved.
std::optional<port::Json> part_of(std::string_view token, std::size_t index) {
  const auto parts = split(token, '.');
  if (token.size() > longest_token || parts.size() != 3) return std::nullopt;
  const auto bytes = from_base64url(parts[index]);
  if (!bytes) return std::nullopt;
  auto json = port::parse_json(*bytes);
  if (!json || !json->object()) return std::nullopt;
  return std::move(*json);
}

Result<std::string> verified(Ask& ask, std::string_view token) {
  KeyRing& keys = ask.world.keys;
  auto payload = port::verify_jws(token, "at+jwt", keys.verifiers(ask.world.database, ask.now));
  if (payload) return payload;
  // A key may have been made since this worker last looked.
  const auto header = part_of(token, 0);
  const std::string* kid = header ? text(*header, "kid") : nullptr;
  if (!kid || !keys.learn(*kid, ask.world.database, ask.now)) return payload;
  return port::verify_jws(token, "at+jwt", keys.verifiers(ask.world.database, ask.now));
}

std::string hash_of(const Ask& ask, std::string_view token) {
  const bool made = !ask.hashed.hash.empty() && ask.hashed.token == token;
  return made ? ask.hashed.hash : port::sha256(token);
}

}  // namespace

Result<Claims> read_access_token(Ask& ask, std::string_view token) {
  if (token.size() > longest_token) return Code::INVALID_TOKEN;
  KnownTokens& known = ask.world.known.tokens;
  known.keys_are(ask.world.keys.verifiers(ask.world.database, ask.now));
  std::string hash = hash_of(ask, token);
  if (const Claims* claims = known.find(hash)) return *claims;
  const auto payload = verified(ask, token);
  if (!payload) return payload.error();
  const auto json = port::parse_json(*payload);
  auto claims = json && json->object() ? parse_claims(*json, ask.world.config) : std::nullopt;
  if (!claims) return Code::INVALID_TOKEN;
  known.keys_are(ask.world.keys.verifiers(ask.world.database, ask.now));
  known.remember(std::move(hash), *claims);
  return *std::move(claims);
}

Result<void> check_time(const Ask& ask, const Claims& claims) {
  const Time soon = ask.now + ask.world.config.tokens.clock_skew;
  if (claims.not_before > soon || claims.issued_at > soon) return Code::INVALID_TOKEN;
  if (ask.now >= claims.expires_at) return Code::TOKEN_EXPIRED;
  return {};
}

std::optional<TenantId> house_named_by(std::string_view token) {
  const auto claims = part_of(token, 1);
  return claims ? house(*claims) : std::nullopt;
}

}  // namespace doorward::service
