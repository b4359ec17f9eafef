// Places within a tenant's limits. Whoever makes something that a limit counts takes its place in the same
// transaction, whoever removes it gives the place back there, so that people are never counted by reading rows.
// Invitations, which are few and end by themselves, are counted (service/invitations).
#pragma once
#include "base/result.hh"
#include "model/tenant.hh"
#include "store/database.hh"

namespace doorward::service {

namespace limit {
constexpr const char* users = "max_users";
constexpr const char* invites = "max_invites";
}  // namespace limit

/// Inside db's running transaction, late in it: others of the tenant wait until it ends. USER_LIMIT_EXCEEDED with
/// limit and number; the transaction is then to be given up.
Result<void> take_place(store::TenantDb& db, const Tenant& tenant, const char* limit);
/// USER_LIMIT_EXCEEDED about this limit.
Error no_place(const char* limit, const Places& places);
void give_place_back(store::TenantDb& db, const char* limit);

/// FEATURE_NOT_AVAILABLE with the plans that have it.
Error not_in_plan(const Plans& plans, const std::string& feature);

}  // namespace doorward::service
