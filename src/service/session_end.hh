// Ending sessions inside a transaction. Memory is told after the commit: service/revocation.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "service/world.hh"
#include "store/sessions.hh"

namespace doorward::service {

/// Why a session ended, as sessions.end_reason has it.
namespace end_reason {
inline constexpr std::string_view logout = "logout", by_owner = "ended_by_owner", password = "password_changed",
                                  suspended = "suspended", by_administrator = "ended_by_administrator",
                                  deleted = "deleted", reuse = "refresh_token_reused",
                                  expired = "expired",  // the upkeep noted it
    switched = "switched_tenant", stopped = "impersonation_stopped";
}

/// Ends every live session of a person but `except` and gives them back with ended_at set. Holds the user's
/// row first, so that a log-in under way comes before it or after it, never in between. The caller writes the
/// event; a suspension or a reset moves tokens_not_before too (store::void_tokens_before).
std::vector<Session> end_sessions_of(Ask& ask, store::TenantDb& db, UserId user, std::optional<SessionId> except,
                                     std::string_view reason);

/// Sessions of a person that ended so lately that memory may still believe in them: what a revocation, and its
/// repetition after a 202, must tell memory of.
std::vector<Session> sessions_not_yet_forgotten(Ask& ask, store::TenantDb& db, UserId user);

}  // namespace doorward::service
