// One person's accounts in several tenants. Each tenant holds one half of every link, and a link counts only while both
// halves agree and both accounts and tenants are active: whatever was interrupted between two tenants opens nothing.
// All accounts that are linked are linked with each other.
#pragma once
#include <optional>
#include <vector>

#include "model/visitor.hh"
#include "service/accounts.hh"
#include "store/linked_identities.hh"

namespace doorward::service {

using store::Identity;
using store::Membership;

/// One's own account first, then the others in order of their tenants' ids; exactly one is main.
std::vector<Membership> memberships_of(Ask& ask, const Identity& me);
/// Of the others, those that agree. Visits the tenant of each half, with no TenantDb alive.
std::vector<Belonging> others_of(Ask& ask, const Identity& me, const std::vector<store::LinkHalf>& halves);

/// Makes `one`, with all that it is linked with, and `other`, likewise, one person's. CONFLICT: they have different
/// accounts in one tenant, or together more than twenty. Both must have been proved to be the caller's.
Result<void> join(Ask& ask, const Identity& one, const Identity& other);

/// All accounts of a person, for one more that is just being made.
struct Party {
  std::vector<Identity> members;
  TenantId main;
};
/// CONFLICT: one of them is in that tenant, or they are too many.
Result<Party> party_for(Ask& ask, const Identity& member, TenantId tenant);
/// In the running transaction that makes the newcomer: its halves. After the commit: the halves of the others.
void join_newcomer(Ask& ask, store::TenantDb& db, const Party& party, UserId newcomer);
void welcome_newcomer(Ask& ask, const Party& party, const Identity& newcomer);

/// In the running transaction that deletes an account: its halves go, and with them every link. Afterwards, with no
/// TenantDb alive: the halves of the others, whom it names.
std::vector<Identity> leave_links(store::TenantDb& db, UserId gone);
void forget_linked(Ask& ask, const std::vector<Identity>& others, const Identity& gone);

struct LinkWish {
  TenantId tenant;
  std::string email;
  Secret password;
};
/// The account of a tenant whose password is shown, checked as at log-in. INVALID_CREDENTIALS for whatever is wrong.
Result<User> prove_account(Ask& ask, const LinkWish& wish);
/// Links the visitor's account with the one whose password is shown, checked as at log-in. INVALID_CREDENTIALS for
/// whatever is wrong with it; CONFLICT as join; INSUFFICIENT_PERMISSIONS for people of the platform.
Result<std::vector<Membership>> link_identity(Ask& ask, const Visitor& visitor, const LinkWish& wish);

/// The account in that tenant (one's own too) is linked with none of the others any more. NOT_FOUND.
Result<void> unlink_identity(Ask& ask, const Visitor& visitor, TenantId tenant);

/// NOT_FOUND where the visitor has no account.
Result<std::vector<Membership>> choose_main(Ask& ask, const Visitor& visitor, TenantId main);

struct Switch {
  TenantId tenant;
  std::optional<Transport> transport;  // nullopt: as the session at hand
};
/// A session for the visitor's account in another tenant. It is as old as the sign-in at hand and ends with it. Where
/// a browser holds the session at hand in cookies, that one ends: its cookies are replaced. NOT_FOUND for every tenant
/// in which there is no account to go to, for whatever reason; STEP_UP_REQUIRED, EMAIL_NOT_VERIFIED.
Result<Entered> switch_tenant(Ask& ask, const Visitor& visitor, const Switch& wish);

}  // namespace doorward::service
