// Who may act for whom. Asked when it begins and again on every request, so that whoever loses the right has lost it.
#pragma once
#include "base/result.hh"
#include "model/visitor.hh"

namespace doorward {

/// No impersonation lasts longer, whatever a setting says.
inline constexpr std::chrono::minutes longest_impersonation{30};
inline constexpr std::size_t longest_reason = 500;  // characters

/// Could they act for anybody of this house? The platform's people with the permission; an owner in their own.
/// INSUFFICIENT_PERMISSIONS.
Result<void> may_impersonate_in(const UserFacts& by, const TenantFacts& home, TenantId house);
/// For this person there, too? IMPERSONATION_FORBIDDEN: nobody of the platform or of a reseller, not oneself, and an
/// owner only those below.
Result<void> may_impersonate(const UserFacts& by, const TenantFacts& home, const UserFacts& person,
                             const TenantFacts& house);

}  // namespace doorward
