// Who acts, and in which tenant: somebody in their own house, one of the platform's people in the tenant that they
// named, or an operator at the command line. Rules about rank and rights ask it, and events say it.
#pragma once
#include "model/role.hh"
#include "model/visitor.hh"
#include "service/world.hh"
#include "store/events.hh"

namespace doorward::service {

struct Actor {
  TenantId tenant;           // acted in
  std::optional<UserId> id;  // nullopt: an operator, above everybody
  Role role;                 // with the permissions as they are now
  std::optional<SessionId> session;
  std::optional<UserId> impersonator;

  bool is_operator() const { return !id; }
  int rank() const { return rank_of(role); }
  bool is(UserId somebody) const { return id == somebody; }
};

/// `in`: the tenant that the request was resolved to.
Actor actor_of(const Visitor& visitor, const TenantFacts& in);
Actor operator_in(TenantId tenant);

/// An event of the request at hand with its actor; the caller adds whom and what.
store::Event event_by(Ask& ask, const Actor& actor, std::string type);

}  // namespace doorward::service
