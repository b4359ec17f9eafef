// /auth/platform/users, the platform's administrators, and /auth/platform/resellers/{id}/users, a reseller's people.
#include "service/house_people.hh"

#include "endpoint/account_fields.hh"
#include "endpoint/objects.hh"
#include "endpoint/people_page.hh"
#include "endpoint/person_path.hh"
#include "endpoint/revoked.hh"

namespace doorward::endpoint {
namespace {

/// The house whose {id} stands in the path before `behind` further ones; the platform's where none does. NOT_FOUND.
Result<service::Actor> actor_in_house(const Call& call, std::size_t behind) {
  if (call.path.size() == behind) return service::actor_in_house(call.ask, *call.visitor, platform_tenant);
  const auto id = Id::parse(call.path.front());
  if (!id || id->nil()) return Code::NOT_FOUND;
  return service::actor_in_house(call.ask, *call.visitor, TenantId(*id));
}

using Act = Result<service::Revoked> (*)(service::Ask&, const service::Actor&, UserId);

Result<http::Response> act_on(Call& call, Act act) {
  const auto actor = actor_in_house(call, 1);
  if (!actor) return actor.error();
  const auto id = person_in_path(call);
  if (!id) return id.error();
  const auto revoked = act(call.ask, *actor, *id);
  if (!revoked) return revoked.error();
  return revoked_answer(*revoked);
}

}  // namespace

Result<http::Response> list_house(Call& call) {
  const auto actor = actor_in_house(call, 0);
  if (!actor) return actor.error();
  return people_page(call, *actor);
}

Result<http::Response> add_to_house(Call& call) {
  Fields fields(call.body);
  service::NewAccount wanted = read_new_account(fields);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const auto actor = actor_in_house(call, 0);
  if (!actor) return actor.error();
  const auto made = service::add_to_house(call.ask, *actor, std::move(wanted));
  if (!made) return made.error();
  return http::Response::json(201, account_object(*made));
}

Result<http::Response> suspend_in_house(Call& call) { return act_on(call, service::suspend_account); }
Result<http::Response> activate_in_house(Call& call) { return act_on(call, service::activate_account); }
Result<http::Response> unlock_in_house(Call& call) { return act_on(call, service::unlock_account); }
Result<http::Response> remove_from_house(Call& call) { return act_on(call, service::remove_account); }

}  // namespace doorward::endpoint
