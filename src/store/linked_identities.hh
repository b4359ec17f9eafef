// One half of each link, as rows of the tenant at hand: a link counts when the halves of both tenants agree.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/id.hh"
#include "base/time.hh"
#include "store/database.hh"

namespace doorward::store {

/// An account, wherever it is.
struct Identity {
  TenantId tenant;
  UserId user;
  bool operator==(const Identity&) const = default;
};

/// What an account of this tenant says of one in another.
struct LinkHalf {
  Identity other;
  bool main = false;  // the other tenant is the person's main one
  Time linked_at{};
};
std::vector<LinkHalf> link_halves(TenantDb& db, UserId user);

/// Writes or replaces the half that names this other tenant.
void put_link_half(TenantDb& db, UserId user, const Identity& other, Time now);
/// False: there was none.
bool drop_link_half(TenantDb& db, UserId user, const Identity& other);
void drop_link_halves(TenantDb& db, UserId user);
/// Nobody's half is marked when `main` is this tenant.
void mark_main(TenantDb& db, UserId user, TenantId main);

/// An active account in an active tenant, as the person's list shows it.
struct Membership {
  Identity who;
  std::string slug, name, email, role;
  Time linked_at{};  // by the half that stands here; of one's own account: its own age
  bool main = false;
};
/// The account here; nullopt: account or tenant is not active.
std::optional<Membership> own_membership(TenantDb& db, UserId user);
/// Likewise, only if it says that it is linked with `from`.
std::optional<Membership> membership_for(TenantDb& db, UserId user, const Identity& from);

}  // namespace doorward::store
