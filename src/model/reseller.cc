// What a quota may say, and what it lets a reseller give.
#include "model/reseller.hh"

#include <algorithm>

namespace doorward {
namespace {

Error not_given(const std::string& what) {
  return {Code::INSUFFICIENT_PERMISSIONS, "The reseller may not give " + what + "."};
}

/// People are counted over all tenants, so their limit in one of them is free.
bool is_counted_elsewhere(const std::string& limit) { return limit == "max_users"; }

using Limit = std::optional<std::int64_t>;

bool exceeds(const Limit& wanted, const Limit& most) { return most && (!wanted || *wanted > *most); }

/// The most that one of these plans has.
Limit most_of(const Plans& plans, const std::vector<std::string>& given, const std::string& limit) {
  Limit most = 0;
  for (const auto& name : given)
    if (const Terms* plan = find_plan(plans, name); plan && exceeds(plan->limit(limit), most))
      most = plan->limit(limit);
  return most;
}

}  // namespace

Quota changed(Quota quota, const QuotaChange& change) {
  if (change.max_tenants) quota.max_tenants = *change.max_tenants;
  if (change.max_users) quota.max_users = *change.max_users;
  if (change.plans) quota.plans = *change.plans;
  return quota;
}

Result<void> check_quota(const Plans& plans, const Quota& quota) {
  constexpr std::int64_t most = 1'000'000'000;
  std::vector<FieldError> errors;
  for (const auto& [name, number] :
       {std::pair{"quota.max_tenants", quota.max_tenants}, std::pair{"quota.max_users", quota.max_users}})
    if (number && (*number < 0 || *number > most)) errors.push_back({name, "must be a number from 0 to 1000000000"});
  auto given = quota.plans;
  std::sort(given.begin(), given.end());
  const bool once = std::adjacent_find(given.begin(), given.end()) == given.end();
  const bool known = std::all_of(given.begin(), given.end(), [&](const auto& plan) { return find_plan(plans, plan); });
  if (!once || !known) errors.push_back({"quota.plans", "must be plans of basic, pro and enterprise, each once"});
  if (!errors.empty()) return Error(Code::VALIDATION_ERROR, std::move(errors));
  return {};
}

std::optional<std::int64_t> places_of(const Terms& terms, std::int64_t used) {
  const auto limit = terms.limit("max_users");
  if (!limit) return std::nullopt;
  return std::max(*limit, used);
}

Result<void> may_give(const Plans& plans, const std::vector<std::string>& given, const Tenant* before,
                      const Tenant& after) {
  const bool same_plan = before && before->plan_type == after.plan_type;
  if (!same_plan && std::find(given.begin(), given.end(), after.plan_type) == given.end())
    return not_given("the plan " + after.plan_type);
  for (const auto& [name, on] : after.overrides.features) {
    if (!on || (before && before->terms.has(name))) continue;
    const auto having = plans_with(plans, {name});
    const bool given_by_one = std::any_of(having.begin(), having.end(), [&](const auto& plan) {
      return std::find(given.begin(), given.end(), plan) != given.end();
    });
    if (!given_by_one) return not_given(name);
  }
  for (const auto& [name, value] : after.overrides.limits) {
    if (is_counted_elsewhere(name) || (before && !exceeds(value, before->terms.limit(name)))) continue;
    if (exceeds(value, most_of(plans, given, name))) return not_given("so many (" + name + ")");
  }
  return {};
}

}  // namespace doorward
