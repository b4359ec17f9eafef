// Deleting keeps the row and frees the address; erasing leaves nothing personal behind.
#include "service/account_change.hh"
#include "service/linked_identities.hh"
#include "service/people.hh"
#include "service/places.hh"
#include "service/revocation.hh"
#include "service/secret_check.hh"
#include "service/session_end.hh"
#include "store/people.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

constexpr int lot = 500;

/// An account that is gone already: the rules as for one that lives. USER_NOT_FOUND: there never was one.
Result<store::Deleted> locked_deleted(store::TenantDb& db, const Actor& actor, UserId id) {
  auto gone = store::lock_deleted(db, id);
  const auto house = store::own_tenant(db);
  if (!gone || !house) return Code::USER_NOT_FOUND;
  const auto role = role_named(db, house->kind, gone->user.role);
  if (auto fit = may_change_account(actor, gone->user, role.value_or(Role{gone->user.role, {}})); !fit)
    return fit.error();
  return *std::move(gone);
}

/// Removed before: memory is told once more, which is all that a repetition wants.
Result<Revoked> removed_before(Ask& ask, const Actor& actor, UserId id) {
  std::vector<Session> ended;
  Result<store::Deleted> gone = Code::USER_NOT_FOUND;
  {
    store::TenantDb db(ask.world.database, actor.tenant);
    db.transaction([&] {
      gone = locked_deleted(db, actor, id);
      if (gone) ended = sessions_not_yet_forgotten(ask, db, id);
      return bool(gone);
    });
  }
  if (!gone) return gone.error();
  return both(forget_sessions(ask, actor.tenant, ended), forget_user(ask, actor.tenant, id, gone->at));
}

/// The account's own rows; the event once, however often it is asked for.
Result<void> blank(Ask& ask, store::TenantDb& db, const Actor& actor, UserId id) {
  const auto gone = locked_deleted(db, actor, id);
  if (!gone) return gone.error();
  store::blank_person(db, id, ask.now);
  if (gone->user.email.empty()) return {};
  store::Event event = event_by(ask, actor, "user_erased");
  event.subject = id;
  store::write_event(db, event);
  return {};
}

}  // namespace

Result<Revoked> remove_account(Ask& ask, const Actor& actor, UserId id) {
  const AccountAct how{"user_deleted", true, true, end_reason::deleted};
  std::vector<Identity> linked;
  auto removed =
      change_person(ask, actor, id, how, [&](store::TenantDb& db, const User& user, store::Event&) -> Result<bool> {
        store::forget_all_checks(db, name_mac(ask, actor.tenant, user.email_key));
        linked = leave_links(db, user.id);
        give_place_back(db, limit::users);
        return store::delete_person(db, user.id, ask.now);
      });
  if (removed) forget_linked(ask, linked, {actor.tenant, id});
  if (!removed && removed.error().code == Code::USER_NOT_FOUND) return removed_before(ask, actor, id);
  return removed;
}

Result<Revoked> erase_account(Ask& ask, const Actor& actor, UserId id) {
  auto removed = remove_account(ask, actor, id);
  if (!removed) return removed;
  store::TenantDb db(ask.world.database, actor.tenant);
  Result<void> blanked;
  db.transaction([&] {
    blanked = blank(ask, db, actor, id);
    return bool(blanked);
  });
  if (!blanked) return blanked.error();
  // In lots, each committed: whoever is interrupted here asks again, and goes on where it stopped.
  for (std::int64_t erased = lot; erased > 0;)
    db.transaction([&] {
      erased = store::erase_event_details(db, id, lot);
      return true;
    });
  return removed;
}

}  // namespace doorward::service
