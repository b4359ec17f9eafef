// One rule for coming in and for staying in.
#include "service/standing.hh"

namespace doorward::service {

Result<void> standing(const UserFacts& user, const TenantFacts& tenant) {
  if (tenant.status != TenantStatus::active) return Code::INVALID_TENANT;
  if (user.status == UserStatus::locked) return Code::ACCOUNT_LOCKED;
  if (user.status != UserStatus::active) return Code::ACCOUNT_INACTIVE;
  return {};
}

Result<Holder> holder_of(const store::Facts& facts) {
  if (!facts.tenant) return Code::INVALID_TENANT;
  if (!facts.user || !facts.session) return Code::ACCOUNT_INACTIVE;
  if (auto fit = standing(*facts.user, *facts.tenant); !fit) return fit.error();
  return Holder{*facts.session, *facts.user, *facts.tenant};
}

Result<Holder> holder_of(store::TenantDb& db, const Session& session) {
  return holder_of(store::read_facts(db, session));
}

}  // namespace doorward::service
