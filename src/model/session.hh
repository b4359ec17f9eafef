// A session: one sign-in. One session is one refresh family and one `session_id`.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/id.hh"
#include "base/time.hh"

namespace doorward {

/// How the client holds it: tokens in its hands, tokens in cookies, one opaque cookie.
enum class Transport { token, cookie, session };
std::optional<Transport> parse_transport(std::string_view word);
std::string_view to_word(Transport transport);

/// Where somebody is signed in.
struct OwnSession {
  TenantId tenant;
  SessionId id;
  friend bool operator==(const OwnSession&, const OwnSession&) = default;
};

struct Session {
  SessionId id;
  TenantId tenant;
  UserId user;
  Transport transport = Transport::token;
  std::string cookie_hash;  // SHA-256 of the opaque cookie, 32 bytes; empty unless transport is session
  Time created_at{}, last_used_at{}, expires_at{};
  Time idle_ends_at{};  // session cookies only; otherwise = expires_at
  std::optional<Time> ended_at;
  std::string end_reason;  // "logout", "refresh_token_reused", …; empty while it lives
  Time auth_time{};
  std::vector<std::string> amr;  // RFC 8176: "pwd", …
  std::string ip_address, user_agent, device_id;
  std::optional<UserId> impersonator;
  std::optional<OwnSession> impersonator_session;
};

}  // namespace doorward
