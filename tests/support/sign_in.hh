// Signed-in people for tests: in by the same door as everybody, without the password check before it.
#pragma once
#include <string>
#include <vector>

#include "port/json.hh"
#include "service/entrance.hh"
#include "service/sessions.hh"
#include "support/world.hh"

namespace tests {

/// The row as a log-in would have read it before the password was checked.
doorward::User read_user(World& world, const MadeUser& who);
doorward::Tenant read_tenant(World& world, doorward::TenantId tenant);

/// enter() in a transaction of its own that is kept only when it let the person in.
doorward::Result<doorward::service::Entered> try_enter(World& world, const doorward::User& user,
                                                       const doorward::service::Entrance& how);
/// For tests about what comes afterwards: throws when it is refused.
doorward::service::Entered sign_in(World& world, const MadeUser& who,
                                   doorward::Transport transport = doorward::Transport::token);

doorward::Result<doorward::service::Refreshed> refresh(World& world, const doorward::Secret& token);

/// The claims of an access token, unproved.
doorward::port::Json claims_of(const doorward::Secret& access_token);

/// Types of the tenant's events about this person (nil: all), in the order in which they were written.
std::vector<std::string> events_of(World& world, doorward::TenantId tenant, doorward::UserId about = {});
std::int64_t count_events(World& world, doorward::TenantId tenant, const std::string& type);
/// One number out of the tenant's rows.
std::int64_t number(World& world, doorward::TenantId tenant, std::string_view statement,
                    const std::vector<doorward::port::SqlValue>& values = {});

}  // namespace tests
