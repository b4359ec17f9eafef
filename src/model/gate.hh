// What the gate asks of a visitor, and the identity it hands out.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hh"
#include "model/plan.hh"
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
/// VALIDATION_ERROR (a configuration error of the site) for unknown words; `any_tenant` (DOORWARD_TENANT is "*"):
/// role and permission words must name their tenant.
Result<Requirement> parse_requirement(std::string_view text, bool any_tenant);
/// The first word that does not hold: INSUFFICIENT_PERMISSIONS, FEATURE_NOT_AVAILABLE (with the plans that have it),
/// EMAIL_NOT_VERIFIED, STEP_UP_REQUIRED, MFA_REQUIRED. Features are those of `in`.
Result<void> meets(const Visitor& visitor, const TenantFacts& in, const Plans& plans, const Requirement& requirement,
                   Time now);

/// USER EMAIL NAME TENANT_ID TENANT_SLUG ROLE PERMISSIONS SESSION IMPERSONATOR REMOTE_USER, as far as there is
/// something to say; names without the door's prefix. Values are printable ASCII: everything else, and "%", is
/// percent-escaped, so that two people never have one value. Together, with 24 bytes a line for the door's own
/// characters, at most 3,000 bytes: a long name is cut, a list of permissions that does not fit is left out.
using Identity = std::vector<std::pair<std::string, std::string>>;
/// `remote_user_setting`: email | id | slug/email. `any_tenant`: the site is not bound to exactly one tenant; an
/// address then stands behind its tenant's slug. An address that nobody vouches for is replaced by the id.
Identity identity_of(const Visitor& visitor, std::string_view remote_user_setting, bool any_tenant);

}  // namespace doorward
