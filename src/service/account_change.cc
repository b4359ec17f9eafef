// Lock order: the house's row where a head might go, the account's row, its sessions.
#include "service/account_change.hh"

#include "service/revocation.hh"
#include "service/session_end.hh"
#include "store/people.hh"
#include "store/roles.hh"
#include "store/tenants.hh"
#include "store/user_lock.hh"

namespace doorward::service {
namespace {

Error forbidden(std::string why) { return {Code::INSUFFICIENT_PERMISSIONS, std::move(why)}; }

bool can_act(const User& head) { return head.status == UserStatus::active || head.status == UserStatus::locked; }

/// The house is held already when the account was a head before it was locked.
Result<void> head_stays(store::TenantDb& db, const User& user, bool held) {
  if (!is_head(user.role) || !can_act(user)) return {};
  if (!held) return Error(Code::CONFLICT, "The account was changed at the same moment.");
  if (store::count_others(db, user.role, user.id) > 0) return {};
  return Error(Code::CONFLICT, "The last " + user.role + " stays.");
}

/// An account under its lock, with the rules kept; what is refused is refused before anything is written.
Result<User> locked_for(Ask& ask, store::TenantDb& db, const Actor& actor, UserId id, const AccountAct& how) {
  const auto seen = store::find_user(db, id);
  const bool held = how.takes_away && seen && is_head(seen->role);
  if (held) store::hold_house(db, ask.now);
  auto user = store::lock_person(db, id);
  if (!user) return Code::USER_NOT_FOUND;
  const auto house = store::own_tenant(db);
  if (!house) return Code::INVALID_TENANT;
  const auto role = role_named(db, house->kind, user->role);
  if (auto fit = may_change_account(actor, *user, role.value_or(Role{user->role, {}})); !fit) return fit.error();
  if (how.takes_away)
    if (auto stays = head_stays(db, *user, held); !stays) return stays.error();
  return *std::move(user);
}

struct Done {
  std::vector<Session> ended;
  Time at{};
};

Result<Done> act_on(Ask& ask, store::TenantDb& db, const Actor& actor, UserId id, const AccountAct& how,
                    const Act& act) {
  const auto user = locked_for(ask, db, actor, id, how);
  if (!user) return user.error();
  store::Event event = event_by(ask, actor, how.event);
  event.subject = id;
  const auto changed = act(db, *user, event);
  if (!changed) return changed.error();
  Done done{{}, *changed ? ask.now : user->updated_at};
  if (*changed && how.ends_sessions) {
    store::void_tokens_before(db, id, ask.now);
    end_sessions_of(ask, db, id, std::nullopt, how.reason);
  }
  if (*changed) store::write_event(db, event);
  done.ended = sessions_not_yet_forgotten(ask, db, id);
  return done;
}

}  // namespace

Result<void> may_change_account(const Actor& actor, const User& user, const Role& role) {
  if (actor.is_operator()) return {};
  if (actor.is(user.id)) return forbidden("One's own account is changed at /auth/me.");
  if (!may_change(actor.role, role)) return forbidden("The account stands as high as one's own, or higher.");
  return {};
}

std::optional<Role> role_named(store::TenantDb& db, TenantKind kind, const std::string& name) {
  if (is_builtin_role(name))
    return role_fits(name, kind) ? std::optional(Role{name, permissions_of(name)}) : std::nullopt;
  return kind == TenantKind::tenant ? store::find_role(db, name) : std::nullopt;
}

Result<void> take_role(store::TenantDb& db, const Actor& actor, const std::string& name) {
  const auto house = store::own_tenant(db);
  const auto role = house ? role_named(db, house->kind, name) : std::nullopt;
  if (!role || (!is_builtin_role(name) && !store::note_grant(db, name)))
    return wrong("role", "is not a role that people here can have");
  if (!actor.is_operator() && !may_grant(actor.role, *role)) return forbidden("The role is above one's own.");
  return {};
}

Result<Revoked> change_person(Ask& ask, const Actor& actor, UserId id, const AccountAct& how, const Act& act) {
  Result<Done> done = Code::USER_NOT_FOUND;
  {
    store::TenantDb db(ask.world.database, actor.tenant);
    db.transaction([&] {
      done = act_on(ask, db, actor, id, how, act);
      return bool(done);
    });
  }
  if (!done) return done.error();
  return both(forget_sessions(ask, actor.tenant, done->ended), forget_user(ask, actor.tenant, id, done->at));
}

}  // namespace doorward::service
