// Keys and bytes of what memcached remembers. Two tenants never share a key: each begins with its tenant.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "model/visitor.hh"

namespace doorward::store {

std::string session_key(TenantId tenant, SessionId session);
/// Of the same session by the SHA-256 of its opaque cookie.
std::string cookie_key(TenantId tenant, std::string_view cookie_hash);
std::string tenant_key(TenantId tenant);
bool is_tenant_key(std::string_view key);
/// Of one access token that was revoked by itself.
std::string token_key(TenantId tenant, std::string_view jti);

/// Compact: numbers of 8 bytes, texts with their lengths. Decoders take exactly what the encoder makes.
std::string encode(const SessionFacts& session, const UserFacts& user);  // under either of a session's keys
std::string encode(const TenantFacts& tenant);

struct SessionAndUser {
  SessionFacts session;
  UserFacts user;
};
std::optional<SessionAndUser> decode_session_and_user(std::string_view bytes);
std::optional<TenantFacts> decode_tenant(std::string_view bytes);

}  // namespace doorward::store
