// Numbers bind whoever gives, plans only the reseller itself.
#include "service/quota.hh"

#include "store/resellers.hh"

namespace doorward::service {
namespace {

Result<void> room_for_one_more(const Quota& quota, const store::Taken& taken) {
  if (!quota.max_tenants || taken.tenants < *quota.max_tenants) return {};
  return Error(Code::CONFLICT, "The reseller may have " + std::to_string(*quota.max_tenants) + " tenants, and has " +
                                   std::to_string(taken.tenants) + ".");
}

Result<void> room_for_people(const Quota& quota, const store::Taken& taken, std::optional<std::int64_t> wanted) {
  if (!quota.max_users) return {};
  if (!wanted || !taken.users)
    return Error(Code::USER_LIMIT_EXCEEDED, "The reseller may have " + std::to_string(*quota.max_users) +
                                                " people, so each of its tenants needs a limit (max_users).");
  if (*taken.users + *wanted <= *quota.max_users) return {};
  Error full(Code::USER_LIMIT_EXCEEDED, "The reseller may have " + std::to_string(*quota.max_users) +
                                            " people, of whom its other tenants take " + std::to_string(*taken.users) +
                                            ", and this one would take " + std::to_string(*wanted) + ".");
  full.places = Places{*quota.max_users, *taken.users};
  return full;
}

bool takes_more(const std::optional<std::int64_t>& before, const std::optional<std::int64_t>& after) {
  return before && (!after || *after > *before);
}

}  // namespace

Result<void> within_quota(const Above& by, store::PlatformDb& platform, const Tenant* before, const Tenant& after) {
  if (!after.reseller) return {};
  const auto reseller = store::take_turn(platform, *after.reseller);
  if (!reseller) return Error(Code::CONFLICT, "The reseller is gone.");
  const bool has_place = before && before->status != TenantStatus::canceled && before->reseller == after.reseller;
  const bool comes = after.status != TenantStatus::canceled && !has_place;
  if (reseller->status != TenantStatus::active && (by.reseller || comes))
    return Error(Code::CONFLICT, "The reseller is suspended.");
  if (by.reseller)
    if (auto may = may_give(platform.plans(), reseller->quota.plans, before, after); !may) return may;
  if (after.status == TenantStatus::canceled) return {};
  const auto used = store::used_places(platform, after.id);
  const auto wanted = places_of(after.terms, used);
  if (has_place && !takes_more(places_of(before->terms, used), wanted)) return {};
  const auto taken = store::taken_by_others(platform, *after.reseller, after.id);
  if (comes)
    if (auto room = room_for_one_more(reseller->quota, taken); !room) return room;
  return room_for_people(reseller->quota, taken, wanted);
}

void note_quota(store::Event& event, const Quota& quota) {
  const auto number = [](const auto& value) { return value ? port::Json(*value) : port::Json(); };
  event.data.set("max_tenants", number(quota.max_tenants))
      .set("max_users", number(quota.max_users))
      .set("plans", port::Json::strings(quota.plans));
}

}  // namespace doorward::service
