// The invitation's row decides between all who come with it at once; everything else is done in that transaction.
#include "service/accept_invite.hh"

#include <algorithm>

#include "base/error.hh"
#include "service/event.hh"
#include "service/invitations.hh"
#include "service/one_time_letter.hh"
#include "service/person.hh"
#include "service/settings.hh"
#include "service/with_password.hh"
#include "store/invites.hh"
#include "store/tenants.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

/// An invitation that opens, as far as can be seen before anything is done.
struct Open {
  Tenant tenant;
  Config config;
  FoundOneTime link;
  Invite invite;
};

/// Somebody of this tenant is taken at their word only while it would still be theirs to give.
bool still_meant(store::TenantDb& db, const Invite& invite) {
  const auto role = role_named(db, invite.role);
  if (!role || !invite.invited_here) return role.has_value();
  const auto inviter = store::find_user(db, *invite.invited_by);
  if (!inviter || inviter->status != UserStatus::active) return false;
  const auto rank = role_named(db, inviter->role);
  if (!rank || !may_grant(*rank, *role)) return false;
  return std::find(rank->permissions.begin(), rank->permissions.end(), "manage_invites") != rank->permissions.end();
}

Error told(const Error& error) {
  const bool dead = error.code == Code::INVALID_TOKEN || error.code == Code::TOKEN_EXPIRED;
  return dead ? Error(Code::INVALID_INVITE) : error;
}

Result<Open> look(Ask& ask, store::TenantDb& db, const Presented& presented) {
  const auto tenant = store::own_tenant(db);
  if (!tenant || tenant->kind != TenantKind::tenant || tenant->status != TenantStatus::active)
    return Code::INVALID_TENANT;
  const Config config = settings_of(ask, db);
  const auto link = find_one_time(ask, db, config, OpaqueKind::invite, presented);
  if (!link) return told(link.error());
  const auto id = Id::parse(text_of(*link, "invite"));
  const auto found = id ? store::find_invite(db, *id) : std::nullopt;
  if (!found || found->link != link->id || status_of(*found, ask.now) != "pending" || !still_meant(db, *found))
    return Code::INVALID_INVITE;
  if (store::find_user_by_email(db, found->email_key)) return Code::USER_EXISTS;
  return Open{*tenant, config, *link, *found};
}

/// In the running transaction: the invitation is used, and the account is there. INVALID_INVITE: somebody was quicker.
Result<void> take_in(Ask& ask, store::TenantDb& db, const Open& open, const User& user, std::int64_t work) {
  if (!store::close_invite(db, open.invite, "accepted", user.id, ask.now) || !use_one_time(ask, db, open.link))
    return Code::INVALID_INVITE;
  if (auto added = add_person(ask, db, open.tenant, user, {store::EmailSource::self, work, user.id}); !added)
    return added;
  store::Event event = event_of(ask, "invite_accepted");
  event.actor = event.subject = user.id;
  event.data.set("invite", open.invite.id.text()).set("role", user.role);
  store::write_event(db, event);
  return {};
}

/// `work` in a transaction that is kept when it is done; the address may get an account at the same moment.
Result<void> unless_taken(store::TenantDb& db, const std::function<Result<void>()>& work) {
  Result<void> done = Code::USER_EXISTS;
  try {
    db.transaction([&] { return bool(done = work()); });
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() != port::SqlRefusal::duplicate) throw;
    return Code::USER_EXISTS;
  }
  return done;
}

/// An account without a password of its own: one comes in by the linked account, or chooses one by mail.
User linked_user(Ask& ask, const Open& open, const User& known) {
  CheckedPerson person;
  person.email = open.invite.email;
  person.email_key = open.invite.email_key;
  person.first_name = known.first_name;
  person.last_name = known.last_name;
  User user = new_user(ask, open.tenant.id, person, {}, open.invite.role);
  user.email_verified = true;
  user.locale = known.locale;
  user.timezone = known.timezone;
  user.password_set_at = std::nullopt;
  return user;
}

/// The new account with its halves of the links; the others' are written afterwards. `entered` absent: nobody comes in.
Result<void> take_in_linked(Ask& ask, const Open& open, const User& user, const Party& party,
                            const std::function<Result<void>(store::TenantDb&)>& enter) {
  {
    store::TenantDb db(ask.world.database, open.tenant.id);
    auto done = unless_taken(db, [&]() -> Result<void> {
      if (auto taken = take_in(ask, db, open, user, 0); !taken) return taken;
      join_newcomer(ask, db, party, user.id);
      return enter(db);
    });
    if (!done) return done;
  }
  welcome_newcomer(ask, party, {open.tenant.id, user.id});
  return {};
}

Result<Open> look_at(Ask& ask, TenantId tenant, const Presented& presented) {
  store::TenantDb db(ask.world.database, tenant);
  return look(ask, db, presented);
}

}  // namespace

Result<Entered> accept_as_new(Ask& ask, TenantId tenant, const Presented& presented, const Person& person,
                              Transport transport) {
  store::TenantDb db(ask.world.database, tenant);
  const auto open = look(ask, db, presented);
  if (!open) return open.error();
  Person whole = person;
  if (whole.email.empty()) whole.email = open->invite.email;
  const auto checked = check_person(open->config, "", whole, {open->tenant.name, open->tenant.slug});
  if (!checked) return checked.error();
  if (checked->email_key != open->invite.email_key) return Code::INVALID_INVITE;
  const auto hashed = hash_in_slot(ask, checked->password);
  if (!hashed) return hashed.error();
  User user = new_user(ask, tenant, *checked, *hashed, open->invite.role);
  user.email_verified = true;
  Result<Entered> entered = Code::INVALID_INVITE;
  const auto done = unless_taken(db, [&]() -> Result<void> {
    if (auto taken = take_in(ask, db, *open, user, hashed->work); !taken) return taken;
    entered = enter(ask, db, open->config, user, open->tenant, {transport, {"pwd"}, ""});
    return entered ? Result<void>() : Result<void>(entered.error());
  });
  if (!done) return done.error();
  return entered;
}

Result<Entered> accept_as_known(Ask& ask, TenantId tenant, const Presented& presented, const LinkWish& account,
                                Transport transport) {
  const auto open = look_at(ask, tenant, presented);
  if (!open) return open.error();
  const auto known = prove_account(ask, account);
  if (!known) return known.error();
  const auto party = party_for(ask, {known->tenant, known->id}, tenant);
  if (!party) return party.error();
  const User user = linked_user(ask, *open, *known);
  Result<Entered> entered = Code::INVALID_INVITE;
  const auto done = take_in_linked(ask, *open, user, *party, [&](store::TenantDb& db) -> Result<void> {
    entered = enter(ask, db, open->config, user, open->tenant, {transport, {"pwd"}, ""});
    return entered ? Result<void>() : Result<void>(entered.error());
  });
  if (!done) return done.error();
  return entered;
}

Result<std::vector<Membership>> accept_as_visitor(Ask& ask, TenantId tenant, const Presented& presented,
                                                  const Visitor& visitor) {
  if (visitor.session.impersonator) return Code::IMPERSONATION_FORBIDDEN;
  if (visitor.tenant.kind != TenantKind::tenant)
    return Error(Code::INSUFFICIENT_PERMISSIONS, "People of the platform belong to no tenant.");
  const auto open = look_at(ask, tenant, presented);
  if (!open) return open.error();
  const Identity me{visitor.user.tenant, visitor.user.id};
  const auto party = party_for(ask, me, tenant);
  if (!party) return party.error();
  User known;
  known.first_name = visitor.user.first_name;
  known.last_name = visitor.user.last_name;
  const User user = linked_user(ask, *open, known);
  const auto done = take_in_linked(ask, *open, user, *party, [](store::TenantDb&) -> Result<void> { return {}; });
  if (!done) return done.error();
  return memberships_of(ask, me);
}

}  // namespace doorward::service
