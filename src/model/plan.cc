// The plans; each has what the one before it has.
#include "model/plan.hh"

#include <algorithm>

namespace doorward {
namespace {

struct Feature {
  std::string_view name;
  std::string_view from;  // the least plan that includes it
};
constexpr std::string_view plans[] = {"basic", "pro", "enterprise"};
constexpr Feature features[] = {
    {"api_access", "pro"},        {"audit_export", "enterprise"},
    {"custom_branding", "pro"},   {"custom_domain", "pro"},
    {"custom_roles", "pro"},      {"mfa", "basic"},
    {"sql_access", "enterprise"}, {"webhooks", "pro"},
};

}  // namespace

std::vector<std::string> features_of(std::string_view plan_type) {
  const auto* const plan = std::find(std::begin(plans), std::end(plans), plan_type);
  std::vector<std::string> included;
  if (plan == std::end(plans)) return included;
  for (const Feature& feature : features)
    if (std::find(std::begin(plans), std::end(plans), feature.from) <= plan) included.emplace_back(feature.name);
  return included;
}

std::vector<std::string> plans_with(const std::vector<std::string>& wanted) {
  std::vector<std::string> having;
  for (const std::string_view plan : plans) {
    const auto included = features_of(plan);
    if (std::find_first_of(included.begin(), included.end(), wanted.begin(), wanted.end()) != included.end())
      having.emplace_back(plan);
  }
  return having;
}

}  // namespace doorward
