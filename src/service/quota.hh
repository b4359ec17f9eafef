// What a reseller may have, decided in the transaction that would take it: how many tenants, for how many people, and
// what the reseller itself may give them.
#pragma once
#include "model/reseller.hh"
#include "service/above.hh"

namespace doorward::service {

/// Inside the platform's running transaction, before a tenant of a reseller is made, restored, moved or gets another
/// plan or limit; others of that reseller wait until it ends. `before`: nullptr for a new one; canceled ones take no
/// place. A tenant takes as many people as its limit lets in, so that making an account never asks about other tenants.
/// What lessens is always possible to the platform, whose word also counts while the reseller is suspended. CONFLICT:
/// no place for a tenant, or the reseller is suspended and it, or a tenant that would be new to it, asks;
/// USER_LIMIT_EXCEEDED: not for so many people; INSUFFICIENT_PERMISSIONS, when `by` is the reseller: it may not give
/// that.
Result<void> within_quota(const Above& by, store::PlatformDb& platform, const Tenant* before, const Tenant& after);

/// What the quota says, in the event's data.
void note_quota(store::Event& event, const Quota& quota);

}  // namespace doorward::service
