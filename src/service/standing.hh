// May this person, in this tenant, be signed in at all? And who holds a session, as MySQL says now.
#pragma once
#include "base/result.hh"
#include "model/session.hh"
#include "model/visitor.hh"
#include "store/facts.hh"

namespace doorward::service {

/// INVALID_TENANT, ACCOUNT_LOCKED, ACCOUNT_INACTIVE.
Result<void> standing(const UserFacts& user, const TenantFacts& tenant);

struct Holder {
  SessionFacts session;
  UserFacts user;
  TenantFacts tenant;
};
Result<Holder> holder_of(const store::Facts& facts);
/// Of a session that is being made, by one statement, while the person's row is held: as standing().
Result<Holder> holder_of(store::TenantDb& db, const Session& session);

}  // namespace doorward::service
