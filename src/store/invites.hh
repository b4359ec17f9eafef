// Invitations as rows. At most one is open for an address; conditional updates decide what becomes of it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/invite.hh"
#include "store/database.hh"

namespace doorward::store {

/// SqlRefused(duplicate, "invites_open") while one is open for the address.
void insert_invite(TenantDb& db, const Invite& invite);
std::optional<Invite> find_invite(TenantDb& db, const Id& id);
/// The open one, expired or not.
std::optional<Invite> open_invite(TenantDb& db, const std::string& email_key);
/// Newest first, at most `limit`, only those before `before`.
std::vector<Invite> list_invites(TenantDb& db, const std::optional<Id>& before, int limit);

/// Open and not expired; counted no further than `most`.
std::int64_t count_open_invites(TenantDb& db, Time now, std::int64_t most);

/// True for exactly one of all who try, and only while `invite.link` is the latest.
bool close_invite(TenantDb& db, const Invite& invite, std::string_view as, std::optional<UserId> user, Time now);
/// Likewise: another link in the place of `invite.link`, sent now.
bool renew_invite(TenantDb& db, const Invite& invite, const Id& link, Time now, Time expires_at);

}  // namespace doorward::store
