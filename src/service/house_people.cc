// A tenant's people are not reached from here, whoever asks: its id is no house's.
#include "service/house_people.hh"

#include "store/resellers.hh"

namespace doorward::service {

Result<Actor> actor_in_house(Ask& ask, const Visitor& visitor, TenantId house) {
  auto by = above(visitor, house);
  if (!by) return by.error();
  if (!house.nil() && !store::find_reseller(ask.world.platform, house)) return Code::NOT_FOUND;
  return std::move(by->actor);
}

Result<Account> add_to_house(Ask& ask, const Actor& actor, NewAccount wanted) {
  wanted.role = actor.tenant.nil() ? "platform_admin" : "reseller";
  auto made = create_account(ask, actor, wanted);
  if (made && wanted.password.empty()) (void)reset_account_password(ask, actor, made->user.id);
  return made;
}

}  // namespace doorward::service
