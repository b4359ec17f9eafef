// Acting in a tenant is a value; nobody carries visitor and tenant about one by one.
#include "service/actor.hh"

#include "service/event.hh"

namespace doorward::service {

Actor actor_of(const Visitor& visitor, const TenantFacts& in) {
  return {in.id,
          visitor.user.id,
          {visitor.user.role, visitor.user.permissions},
          visitor.session.id,
          visitor.session.impersonator};
}

Actor operator_in(TenantId tenant) {
  return {tenant, std::nullopt, {"platform_admin", permissions_of("platform_admin")}, std::nullopt, std::nullopt};
}

store::Event event_by(Ask& ask, const Actor& actor, std::string type) {
  store::Event event = event_of(ask, std::move(type));
  event.actor_type = actor.is_operator() ? store::ActorType::op : store::ActorType::user;
  event.actor = actor.id;
  event.session = actor.session;
  event.impersonator = actor.impersonator;
  return event;
}

}  // namespace doorward::service
