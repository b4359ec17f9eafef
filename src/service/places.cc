#include "service/places.hh"

#include "store/usage.hh"

namespace doorward::service {

Result<void> take_place(store::TenantDb& db, const Tenant& tenant, const char* limit) {
  const auto bound = tenant.terms.limit(limit);
  if (store::take_place(db, limit, bound)) return {};
  return no_place(limit, {bound.value_or(0), store::used_places(db, limit)});
}

Error no_place(const char* limit, const Places& places) {
  Error full(Code::USER_LIMIT_EXCEEDED, "Of " + std::to_string(places.limit) + " places (" + limit + ") " +
                                            std::to_string(places.used) + " are taken.");
  full.places = places;
  return full;
}

Error not_in_plan(const Plans& plans, const std::string& feature) {
  Error error(Code::FEATURE_NOT_AVAILABLE, "The tenant's plan does not include " + feature + ".");
  error.plans = plans_with(plans, {feature});
  return error;
}

void give_place_back(store::TenantDb& db, const char* limit) { store::give_place_back(db, limit); }

}  // namespace doorward::service
