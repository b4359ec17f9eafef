// Inviting people: an address gets a link and a code by mail, and comes in with the role that was meant for it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/invite.hh"
#include "service/actor.hh"

namespace doorward::service {

struct InviteWish {
  std::string email;
  std::string role = "user";
  std::optional<seconds> life{};  // 5 minutes to 30 days; nullopt: links.invite
};
/// VALIDATION_ERROR; INSUFFICIENT_PERMISSIONS: the role is above one's own; CONFLICT: one is open for this address;
/// USER_LIMIT_EXCEEDED: as many are open as the tenant may have (max_invites); RATE_LIMIT_EXCEEDED: it was written to
/// often enough. USER_EXISTS is told only to who may manage_users; for others the mail goes out, and whoever follows
/// its link is told.
Result<Invite> invite(Ask& ask, const Actor& actor, const InviteWish& wish);

struct InvitePage {
  std::vector<Invite> items;  // newest first
  std::optional<std::string> next_cursor;
};
/// VALIDATION_ERROR on "cursor".
Result<InvitePage> list_invites(Ask& ask, const Actor& actor, int limit, const std::string& cursor);

/// NOT_FOUND; INSUFFICIENT_PERMISSIONS for one into a role above one's own; CONFLICT when it is closed.
Result<void> withdraw_invite(Ask& ask, const Actor& actor, const Id& id);
/// A new link and code, as long-lived as the former, which open nothing any more. An expired one opens again. As above;
/// USER_LIMIT_EXCEEDED, RATE_LIMIT_EXCEEDED.
Result<Invite> resend_invite(Ask& ask, const Actor& actor, const Id& id);

/// A built-in role of tenants or one of the tenant's own.
std::optional<Role> role_named(store::TenantDb& db, const std::string& name);

}  // namespace doorward::service
