// Refreshing, ending and listing sessions. MySQL is the truth; memory is told afterwards.
#pragma once
#include "model/visitor.hh"
#include "service/entrance.hh"

namespace doorward::service {

/// REFRESH_TOKEN_NOT_FOUND, _EXPIRED, _REUSED (the family is ended), ACCOUNT_*, INVALID_TENANT.
struct Refreshed {
  Tokens tokens;
  Transport transport = Transport::token;
};
Result<Refreshed> refresh(Ask& ask, const Secret& refresh_token);

/// When a revocation holds everywhere: at once (204), or from `effective_at` on (202).
struct Revoked {
  std::optional<Time> effective_at;
};

struct LogOut {
  bool all = false;
  Secret refresh_token;        // from the body or cookie; may be empty
  Secret access_token;         // may have expired: its signature still names the session
  std::string session_cookie;  // opaque; may be empty
};
/// Ends the session (or all) that the credentials name; already ended is success. TOKEN_REQUIRED when
/// they name none.
Result<Revoked> log_out(Ask& ask, const LogOut& wanted);

struct PasswordChange {
  Secret current, wanted;
};
/// INVALID_CREDENTIALS (counted as a secret check), WEAK_PASSWORD, PASSWORD_REUSED. Other sessions end.
Result<Revoked> change_password(Ask& ask, const Visitor& visitor, const PasswordChange& change);

struct SessionPage {
  std::vector<Session> items;
  std::optional<std::string> next_cursor;
};
Result<SessionPage> list_sessions(Ask& ask, const Visitor& visitor, int limit, const std::string& cursor);
/// NOT_FOUND for a session that is not the visitor's own.
Result<Revoked> end_session(Ask& ask, const Visitor& visitor, SessionId session);
Result<Revoked> end_other_sessions(Ask& ask, const Visitor& visitor);

}  // namespace doorward::service
