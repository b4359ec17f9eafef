// One change of somebody's account: who may, the last head, the event, and what memory is told afterwards.
#pragma once
#include <functional>
#include <optional>

#include "model/tenant_kind.hh"
#include "service/actor.hh"
#include "service/sessions.hh"
#include "store/users.hh"

namespace doorward::service {

struct AccountAct {
  std::string event;        // written when something changed; the subject is the account
  bool takes_away = false;  // a head would be one no more: decided under the house's own row
  bool ends_sessions = false;
  std::string_view reason{};  // why sessions end
};

/// What the act did to the locked account. False: it was so already.
using Act = std::function<Result<bool>(store::TenantDb& db, const User& user, store::Event& event)>;

/// In one transaction: the rows locked, the rules, the act, its event. Afterwards memory is told, also where nothing
/// changed: a repetition after 202 says 204 once it is true. USER_NOT_FOUND, INSUFFICIENT_PERMISSIONS, CONFLICT.
Result<Revoked> change_person(Ask& ask, const Actor& actor, UserId id, const AccountAct& how, const Act& act);

/// May this actor change an account of this role here? INSUFFICIENT_PERMISSIONS.
Result<void> may_change_account(const Actor& actor, const User& user, const Role& role);
/// In the running transaction: VALIDATION_ERROR on "role" where people here cannot have it, INSUFFICIENT_PERMISSIONS
/// where it is above the actor's own. It cannot be removed until the transaction ends.
Result<void> take_role(store::TenantDb& db, const Actor& actor, const std::string& name);
/// A role as it is now; nullopt: people of this house cannot have it.
std::optional<Role> role_named(store::TenantDb& db, TenantKind kind, const std::string& name);

}  // namespace doorward::service
