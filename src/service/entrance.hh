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
  Secret access_token, refresh_token;
  seconds expires_in{}, refresh_expires_in{};
};

/// What a client may be told after coming in.
struct Entered {
  User user;
  Tenant tenant;                         // platform people: id is nil
  std::vector<std::string> permissions;  // effective
  Session session;
  std::optional<Tokens> tokens;  // transports token and cookie
  Secret session_cookie;         // transport session: the opaque value
  Secret device_cookie;          // proves this device at the next log-in
};

/// How it came about.
struct Entrance {
  Transport transport = Transport::token;
  std::vector<std::string> amr;  // {"pwd"}
  std::string device_id;
};

/// Inside db's running transaction. ACCOUNT_INACTIVE, INVALID_TENANT, EMAIL_NOT_VERIFIED.
Result<Entered> enter(Ask& ask, store::TenantDb& db, const User& user, const Tenant& tenant, const Entrance& how);

}  // namespace doorward::service
