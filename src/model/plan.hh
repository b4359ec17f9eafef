// Plans as the settings define them, and what one tenant has beside its plan.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.hh"

namespace doorward {

using Plans = decltype(Config::plans);

/// Of "basic", "pro" or "enterprise"; nullptr: there is no such plan.
const Terms* find_plan(const Plans& plans, std::string_view plan_type);
/// The plans, the least first, that include any of these features.
std::vector<std::string> plans_with(const Plans& plans, const std::vector<std::string>& features);

/// Single limits and features of one tenant in place of its plan's.
struct Overrides {
  std::map<std::string, std::optional<std::int64_t>> limits;  // nullopt: does not bind
  std::map<std::string, bool> features;
};
/// "max_users=50 max_invites=none +mfa -webhooks". Words that base/plan.def does not know (any more) are passed over.
Overrides parse_overrides(std::string_view text);
std::string to_text(const Overrides& overrides);

/// What holds: the plan's terms, the overrides over them, without the features that the tenant does not want. An
/// unknown plan has no feature and no place for anybody.
Terms effective_terms(const Plans& plans, std::string_view plan_type, const Overrides& overrides,
                      const std::vector<std::string>& off);

}  // namespace doorward
