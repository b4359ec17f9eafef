// What an operator does from a shell, and later administrators through endpoints: tenants and people made,
// listed, shown, unlocked. Events are written with actor_type operator.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/secret.hh"
#include "model/reseller.hh"
#include "model/user.hh"
#include "service/above.hh"
#include "service/people.hh"
#include "service/sessions.hh"
#include "service/tenant_life.hh"
#include "service/world.hh"

namespace doorward::service {

struct NewTenant {
  std::string slug, name;           // name empty: the slug
  std::string plan_type = "basic";  // basic | pro | enterprise
  bool reseller = false;            // a reseller's row instead of a tenant's
  /// Settings of scope tenant, "section.key" → value, checked against config.def.
  std::vector<std::pair<std::string, std::string>> settings;
  std::optional<TenantId> owner{};  // the reseller whose it is
  PlanChange beside{};              // limits and features beside the plan's
  std::optional<Quota> quota{};     // of a reseller
};
/// By an operator. SLUG_INVALID, SLUG_RESERVED, SLUG_TAKEN, VALIDATION_ERROR, and as within_quota().
Result<Tenant> create_tenant(Ask& ask, store::PlatformDb& platform, const NewTenant& wanted);
/// By somebody of the platform or a reseller, whose it is then; likewise.
Result<Tenant> create_tenant(Ask& ask, const Above& by, NewTenant wanted);
/// By slug or id. INVALID_TENANT. "platform" names the platform's own row.
Result<Tenant> show_tenant(Ask& ask, store::PlatformDb& platform, std::string_view slug_or_id);

/// The role platform_admin only in the platform's row, reseller only in a reseller's. As create_account.
using NewUser = NewAccount;
Result<User> create_user(Ask& ask, TenantId tenant, const NewUser& wanted);
/// In order of id; `after` nil: from the start.
std::vector<User> list_users(Ask& ask, TenantId tenant, UserId after, int limit);
/// By e-mail address or id. USER_NOT_FOUND.
Result<User> show_user(Ask& ask, TenantId tenant, std::string_view email_or_id);
struct ChangedUser {
  User user;
  Revoked revoked;  // from when on it holds everywhere
};
/// All sessions end. WEAK_PASSWORD, USER_NOT_FOUND, CONFLICT (it was changed at the same moment), OVERLOADED.
Result<ChangedUser> set_password(Ask& ask, TenantId tenant, std::string_view email_or_id, const Secret& password);
/// Forgets failed checks of the name, and makes a locked account active.
Result<ChangedUser> unlock_user(Ask& ask, TenantId tenant, std::string_view email_or_id);
/// An administrator vouches for the address. USER_NOT_FOUND.
Result<ChangedUser> verify_user(Ask& ask, TenantId tenant, std::string_view email_or_id);

}  // namespace doorward::service
