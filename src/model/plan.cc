// Overrides stand in the tenant's own row as words: whoever reads the tenant has them without another question.
#include "model/plan.hh"

#include <algorithm>

#include "base/text.hh"

namespace doorward {
namespace {

constexpr std::string_view without_limit = "none";

Terms nothing() {
  Terms terms;
  for (const auto& name : limit_names()) terms.limits[name] = 0;
  return terms;
}

void lay_over(const Overrides& overrides, Terms& terms) {
  for (const auto& [name, value] : overrides.limits) {
    if (value)
      terms.limits[name] = *value;
    else
      terms.limits.erase(name);
  }
  for (const auto& [name, on] : overrides.features) {
    std::erase(terms.features, name);
    if (on) terms.features.push_back(name);
  }
}

}  // namespace

const Terms* find_plan(const Plans& plans, std::string_view plan_type) {
  if (plan_type == "basic") return &plans.basic;
  if (plan_type == "pro") return &plans.pro;
  return plan_type == "enterprise" ? &plans.enterprise : nullptr;
}

std::vector<std::string> plans_with(const Plans& plans, const std::vector<std::string>& wanted) {
  std::vector<std::string> having;
  for (const char* plan : {"basic", "pro", "enterprise"}) {
    const Terms& terms = *find_plan(plans, plan);
    if (std::any_of(wanted.begin(), wanted.end(), [&](const auto& feature) { return terms.has(feature); }))
      having.emplace_back(plan);
  }
  return having;
}

Overrides parse_overrides(std::string_view text) {
  Overrides overrides;
  for (const std::string_view word : words(text)) {
    const auto equals = word.find('=');
    const std::string name(word.substr(0, equals));
    if (equals == std::string_view::npos) {
      if (is_feature(name.substr(1))) overrides.features[name.substr(1)] = word.front() == '+';
    } else if (is_limit(name)) {
      const auto value = word.substr(equals + 1);
      if (value == without_limit)
        overrides.limits[name] = std::nullopt;
      else if (const auto number = parse_limit(value))
        overrides.limits[name] = number;
    }
  }
  return overrides;
}

std::string to_text(const Overrides& overrides) {
  std::vector<std::string> words;
  for (const auto& [name, value] : overrides.limits)
    words.push_back(name + "=" + (value ? std::to_string(*value) : std::string(without_limit)));
  for (const auto& [name, on] : overrides.features) words.push_back((on ? "+" : "-") + name);
  return join(words, " ");
}

Terms effective_terms(const Plans& plans, std::string_view plan_type, const Overrides& overrides,
                      const std::vector<std::string>& off) {
  const Terms* plan = find_plan(plans, plan_type);
  Terms terms = plan ? *plan : nothing();
  lay_over(overrides, terms);
  for (const auto& feature : off) std::erase(terms.features, feature);
  std::sort(terms.features.begin(), terms.features.end());
  return terms;
}

}  // namespace doorward
