// Acting for somebody else, for support: said aloud in events, short, and never a way to more rights than one's own.
//
// Such a session lives only as long as its own end, half an hour at most, and as long as the impersonator's own
// session: every request looks at both (service/visitor). So their log-out, suspension or loss of the right needs no
// further mark anywhere.
#pragma once
#include "service/entrance.hh"
#include "service/sessions.hh"

namespace doorward::service {

struct Impersonation {
  UserId user;
  std::string reason;  // 1 to 500 characters, for the person and the auditors
};
/// An access token alone, as the person, in the house acted in. INSUFFICIENT_PERMISSIONS, IMPERSONATION_FORBIDDEN,
/// USER_NOT_FOUND, ACCOUNT_INACTIVE, ACCOUNT_LOCKED, VALIDATION_ERROR.
Result<Entered> impersonate(Ask& ask, const Visitor& by, const TenantFacts& house, const Impersonation& wanted);

/// Ends the visitor's session, which must be such a one: CONFLICT.
Result<Revoked> stop_impersonation(Ask& ask, const Visitor& visitor);

/// Is the impersonator still signed in and in the right? TOKEN_REVOKED. Asks memory, then MySQL, as for anybody.
Result<void> impersonator_stands(Ask& ask, const Visitor& visitor);

/// In the running transaction of the person's house: impersonation_stopped, about a session that just ended.
void note_impersonation_end(Ask& ask, store::TenantDb& db, const Session& session);
/// After its commit, the same in the impersonator's own house, where that is another.
void note_impersonation_end_at_home(Ask& ask, const Session& session);

}  // namespace doorward::service
