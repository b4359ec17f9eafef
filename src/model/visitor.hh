// Who is there: the facts that every decision rests on, read from MySQL or from records in memory
// that prove themselves. Rights, role, e-mail and name come from here, never from a token's claims.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/session.hh"
#include "model/tenant.hh"
#include "model/user.hh"

namespace doorward {

struct SessionFacts {
  SessionId id;
  TenantId tenant;
  UserId user;
  Time created_at{}, expires_at{}, idle_ends_at{}, auth_time{};
  Time tokens_not_before{};  // its user's or tenant's, whichever is later: repeated in the session's own record
  bool ended = false;
  std::vector<std::string> amr;
  std::vector<std::string> revoked_jtis;           // access tokens of this session revoked one by one
  std::optional<UserId> impersonator;              // who acts for the session's person,
  std::optional<OwnSession> impersonator_session;  // and their own session, without which this one is nothing
};

struct UserFacts {
  UserId id;
  TenantId tenant;
  UserStatus status = UserStatus::active;
  std::string email, first_name, last_name, role;
  bool email_verified = false, email_trusted = false;  // trusted: verified, imported or set by an administrator
  std::vector<std::string> permissions;                // effective, sorted
  Time tokens_not_before{};
};

struct TenantFacts {
  TenantId id;
  TenantKind kind = TenantKind::tenant;
  std::string slug, plan_type;
  TenantStatus status = TenantStatus::active;
  std::vector<std::string> features;
  std::optional<TenantId> reseller;  // who administers it besides its own people
  Time tokens_not_before{};
  Time roles_changed_at{};  // since then an own role stands for something else
};

/// Which kind of credential told.
enum class CredentialKind { bearer, session, basic, api_key, cookie };
std::optional<CredentialKind> parse_credential_kind(std::string_view word);
std::string_view to_word(CredentialKind kind);

struct Visitor {
  CredentialKind credential = CredentialKind::bearer;
  SessionFacts session;
  UserFacts user;
  TenantFacts tenant;
  std::vector<std::string> scope;  // of a token or API key; empty: unrestricted
  std::string jti;                 // access tokens only
  std::optional<Time> token_expires_at;
  bool platform() const { return user.tenant == platform_tenant; }
};

}  // namespace doorward
