// What the gate asks of a visitor, and the identity it hands out.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hh"
#include "model/visitor.hh"

namespace doorward {

/// DOORWARD_REQUIRE parsed: all words must hold, alternatives inside a word are "or".
struct Requirement {
  struct Word {
    std::string kind;                       // role permission feature scope mfa fresh verified
    std::vector<std::string> alternatives;  // "acme/admin" under "*"
  };
  std::vector<Word> words;
};
/// VALIDATION_ERROR (a configuration error of the site) for unknown words; `any_tenant`: role and
/// permission words must name their tenant.
Result<Requirement> parse_requirement(std::string_view text, bool any_tenant);
/// INSUFFICIENT_PERMISSIONS, FEATURE_NOT_AVAILABLE, EMAIL_NOT_VERIFIED, STEP_UP_REQUIRED, MFA_REQUIRED.
Result<void> meets(const Visitor& visitor, const Requirement& requirement, Time now);

/// Names without prefix and header-safe values, together at most 3,000 bytes.
using Identity = std::vector<std::pair<std::string, std::string>>;
Identity identity_of(const Visitor& visitor, std::string_view remote_user_setting, bool any_tenant);

}  // namespace doorward
