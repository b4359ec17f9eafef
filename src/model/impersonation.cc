// Two kinds of people may: who holds the permission at the platform, and owners at home.
#include "model/impersonation.hh"

#include <algorithm>

#include "model/role.hh"

namespace doorward {
namespace {

constexpr std::string_view owner = "owner";

bool of_platform(const UserFacts& by, const TenantFacts& home) {
  return home.kind == TenantKind::platform &&
         std::find(by.permissions.begin(), by.permissions.end(), "impersonate") != by.permissions.end();
}

}  // namespace

Result<void> may_impersonate_in(const UserFacts& by, const TenantFacts& home, TenantId house) {
  if (of_platform(by, home) || (by.role == owner && home.id == house)) return {};
  return Code::INSUFFICIENT_PERMISSIONS;
}

Result<void> may_impersonate(const UserFacts& by, const TenantFacts& home, const UserFacts& person,
                             const TenantFacts& house) {
  if (auto may = may_impersonate_in(by, home, house.id); !may) return may;
  if (house.kind != TenantKind::tenant)
    return Error(Code::IMPERSONATION_FORBIDDEN, "Nobody acts for people of the platform or of a reseller.");
  if (by.id == person.id) return Error(Code::IMPERSONATION_FORBIDDEN, "Nobody acts for themselves.");
  if (!of_platform(by, home) && rank_of(person.role) >= rank_of(owner))
    return Error(Code::IMPERSONATION_FORBIDDEN, "An owner acts only for people below owners.");
  return {};
}

}  // namespace doorward
