// Every way in ends here: tenant, status and policy checked, ids renewed, session and tokens made,
// events written, all in the caller's transaction.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.hh"
#include "base/secret.hh"
#include "model/session.hh"
#include "model/tenant.hh"
#include "model/user.hh"
#include "service/world.hh"

namespace doorward::service {

struct Tokens {
  Secret access_token, refresh_token;  // the latter empty: there is none
  seconds expires_in{}, refresh_expires_in{};
};

/// One of a person's tenants.
struct Belonging {
  TenantId tenant;
  std::string slug, name, role;
  bool main = false;
};

/// What a client may be told after coming in.
struct Entered {
  User user;
  Tenant tenant;                         // platform people: id is nil
  std::vector<std::string> permissions;  // effective
  Session session;
  std::optional<Tokens> tokens;   // transports token and cookie
  Secret session_cookie;          // transport session: the opaque value
  Secret device_cookie;           // proves this device at the next log-in
  std::vector<Belonging> others;  // tenants of linked identities; after a log-in and a switch
};

/// An earlier sign-in that this one goes on from: it is no younger, and lives no longer.
struct Earlier {
  Time auth_time{}, ends_at{};
};

/// Somebody acts for the person.
struct ActingFor {
  UserId by;
  OwnSession own;    // theirs, without which the new one is nothing
  Time auth_time{};  // when they proved who they are
  Span lives{};
};

/// How it came about.
struct Entrance {
  Transport transport = Transport::token;
  std::vector<std::string> amr;  // {"pwd"}
  std::string device_id;
  std::optional<Earlier> earlier{};
  std::optional<ActingFor> acting{};  // then there is an access token and nothing else
};

/// Inside db's running transaction; `config`: settings_of this tenant. ACCOUNT_INACTIVE, INVALID_TENANT,
/// EMAIL_NOT_VERIFIED; STEP_UP_REQUIRED: the earlier sign-in is too old for what was revoked here since.
Result<Entered> enter(Ask& ask, store::TenantDb& db, const Config& config, const User& user, const Tenant& tenant,
                      const Entrance& how);

}  // namespace doorward::service
