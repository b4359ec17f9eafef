// Limits and features, of a plan or as they hold for one tenant.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace doorward {

struct Terms {
  std::map<std::string, std::int64_t, std::less<>> limits;  // one that is absent does not bind
  std::vector<std::string> features;                        // sorted

  std::optional<std::int64_t> limit(std::string_view name) const;
  bool has(std::string_view feature) const;
};

/// "max_users=25 mfa": words of base/plan.def, each once, limits from 1. nullopt: something else stands there.
std::optional<Terms> parse_terms(std::string_view text);
std::string to_text(const Terms& terms);

/// A whole number from 1 on; nullopt: not one.
std::optional<std::int64_t> parse_limit(std::string_view text);

std::vector<std::string> limit_names();
std::vector<std::string> feature_names();
bool is_limit(std::string_view name);
bool is_feature(std::string_view name);

}  // namespace doorward
