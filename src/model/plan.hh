// What a tenant's plan includes.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace doorward {

/// Features of "basic", "pro" or "enterprise", sorted; empty for a plan that is unknown.
std::vector<std::string> features_of(std::string_view plan_type);
/// The plans, the least first, that include any of these features.
std::vector<std::string> plans_with(const std::vector<std::string>& features);

}  // namespace doorward
