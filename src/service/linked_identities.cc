// Tenants are visited one after the other, never two at once.
#include "service/linked_identities.hh"

#include <algorithm>

#include "service/event.hh"
#include "service/with_password.hh"

namespace doorward::service {
namespace {

constexpr std::size_t most_identities = 20;

std::vector<store::LinkHalf> halves_of(Ask& ask, const Identity& who) {
  store::TenantDb db(ask.world.database, who.tenant);
  return store::link_halves(db, who.user);
}

/// The other accounts as their own tenants know them; each marked main as `me` has it.
std::vector<Membership> agreed(Ask& ask, const Identity& me, const std::vector<store::LinkHalf>& halves) {
  std::vector<Membership> all;
  for (const auto& half : halves) {
    store::TenantDb db(ask.world.database, half.other.tenant);
    auto membership = store::membership_for(db, half.other.user, me);
    if (!membership) continue;
    membership->main = half.main;
    all.push_back(std::move(*membership));
  }
  return all;
}

Party party_of(Ask& ask, const Identity& who) {
  Party party{{who}, who.tenant};
  for (const auto& other : agreed(ask, who, halves_of(ask, who))) {
    party.members.push_back(other.who);
    if (other.main) party.main = other.who.tenant;
  }
  return party;
}

bool has(const std::vector<Identity>& group, const Identity& who) {
  return std::find(group.begin(), group.end(), who) != group.end();
}

Result<void> may_be_one(const std::vector<Identity>& left, const std::vector<Identity>& right) {
  for (const auto& one : left)
    for (const auto& other : right)
      if (one.tenant == other.tenant)
        return Error(Code::CONFLICT, "Another account of that organization is linked already; unlink it first.");
  if (left.size() + right.size() > most_identities)
    return Error(Code::CONFLICT, "At most 20 accounts can be linked with each other.");
  return {};
}

void note(Ask& ask, store::TenantDb& db, UserId subject, const char* type) {
  // Which other tenant it is about is nobody's business here.
  store::Event event = event_of(ask, type);
  event.actor = event.subject = subject;
  store::write_event(db, event);
}

/// In the running transaction: `one` of this tenant says that it is linked with each of `others`.
void put_halves(Ask& ask, store::TenantDb& db, UserId one, const std::vector<Identity>& others,
                std::optional<TenantId> main) {
  for (const auto& other : others) store::put_link_half(db, one, other, ask.now);
  if (main) store::mark_main(db, one, *main);
  note(ask, db, one, "identity_linked");
}

/// Each of `these` says that it is linked with each of `those`.
void write_halves(Ask& ask, const std::vector<Identity>& these, const std::vector<Identity>& those,
                  std::optional<TenantId> main) {
  for (const auto& one : these) {
    store::TenantDb db(ask.world.database, one.tenant);
    db.transaction([&] { return put_halves(ask, db, one.user, those, main), true; });
  }
}

Result<void> of_a_tenant(const Visitor& visitor) {
  if (visitor.tenant.kind == TenantKind::tenant) return {};
  return Error(Code::INSUFFICIENT_PERMISSIONS, "People of the platform belong to no tenant.");
}

Identity identity_of(const Visitor& visitor) { return {visitor.user.tenant, visitor.user.id}; }

}  // namespace

std::vector<Membership> memberships_of(Ask& ask, const Identity& me) {
  std::vector<Membership> all;
  std::vector<store::LinkHalf> halves;
  {
    store::TenantDb db(ask.world.database, me.tenant);
    halves = store::link_halves(db, me.user);
    if (auto own = store::own_membership(db, me.user)) all.push_back(std::move(*own));
  }
  auto others = agreed(ask, me, halves);
  const bool elsewhere = std::any_of(others.begin(), others.end(), [](const Membership& m) { return m.main; });
  if (!all.empty()) all.front().main = !elsewhere;
  std::move(others.begin(), others.end(), std::back_inserter(all));
  return all;
}

std::vector<Belonging> others_of(Ask& ask, const Identity& me, const std::vector<store::LinkHalf>& halves) {
  std::vector<Belonging> others;
  for (const auto& one : agreed(ask, me, halves))
    others.push_back({one.who.tenant, one.slug, one.name, one.role, one.main});
  return others;
}

Result<void> join(Ask& ask, const Identity& one, const Identity& other) {
  const auto left = party_of(ask, one);
  if (has(left.members, other)) return {};
  const auto right = party_of(ask, other);
  if (auto fit = may_be_one(left.members, right.members); !fit) return fit;
  write_halves(ask, right.members, left.members, left.main);
  write_halves(ask, left.members, right.members, std::nullopt);
  return {};
}

Result<Party> party_for(Ask& ask, const Identity& member, TenantId tenant) {
  auto party = party_of(ask, member);
  if (auto fit = may_be_one(party.members, {{tenant, UserId()}}); !fit) return fit.error();
  return party;
}

void join_newcomer(Ask& ask, store::TenantDb& db, const Party& party, UserId newcomer) {
  put_halves(ask, db, newcomer, party.members, party.main);
}

void welcome_newcomer(Ask& ask, const Party& party, const Identity& newcomer) {
  write_halves(ask, party.members, {newcomer}, std::nullopt);
}

std::vector<Identity> leave_links(store::TenantDb& db, UserId gone) {
  std::vector<Identity> others;
  for (const auto& half : store::link_halves(db, gone)) others.push_back(half.other);
  if (!others.empty()) store::drop_link_halves(db, gone);
  return others;
}

void forget_linked(Ask& ask, const std::vector<Identity>& others, const Identity& gone) {
  for (const auto& one : others) {
    store::TenantDb db(ask.world.database, one.tenant);
    db.transaction([&] {
      if (!store::drop_link_half(db, one.user, gone)) return false;
      // Who deleted the account, and from where, is nobody's business here.
      store::Event event = event_of(ask, "identity_unlinked");
      event.actor_type = store::ActorType::system;
      event.subject = one.user;
      event.impersonator.reset();
      event.ip_address = event.user_agent = "";
      store::write_event(db, event);
      return true;
    });
  }
}

Result<User> prove_account(Ask& ask, const LinkWish& wish) {
  std::optional<User> proved;
  const LogIn typed{wish.email, wish.password, "", "", Transport::token};
  const auto done =
      with_password(ask, wish.tenant, typed,
                    [&](store::TenantDb&, const Config&, const User& user, const Tenant& tenant) -> Result<void> {
                      if (tenant.kind != TenantKind::tenant || tenant.status != TenantStatus::active)
                        return Code::INVALID_TENANT;
                      proved = user;
                      return {};
                    });
  if (!done) return done.error();
  return std::move(*proved);
}

Result<std::vector<Membership>> link_identity(Ask& ask, const Visitor& visitor, const LinkWish& wish) {
  if (auto fit = of_a_tenant(visitor); !fit) return fit.error();
  const Identity me = identity_of(visitor);
  const auto other = prove_account(ask, wish);
  if (!other) return other.error();
  if (other->tenant == me.tenant) return Error(Code::CONFLICT, "That account is in the same organization.");
  if (auto joined = join(ask, me, {other->tenant, other->id}); !joined) return joined.error();
  return memberships_of(ask, me);
}

Result<void> unlink_identity(Ask& ask, const Visitor& visitor, TenantId tenant) {
  const Identity me = identity_of(visitor);
  const auto halves = halves_of(ask, me);
  std::vector<Identity> group = {me};
  for (const auto& half : halves) group.push_back(half.other);
  const auto leaves = std::find_if(group.begin(), group.end(), [&](const Identity& i) { return i.tenant == tenant; });
  if (leaves == group.end() || group.size() == 1) return Code::NOT_FOUND;
  // Its own halves first: with them every link of it is over, whatever becomes of the rest.
  for (const bool own : {true, false})
    for (const auto& one : group) {
      if ((one == *leaves) != own) continue;
      store::TenantDb db(ask.world.database, one.tenant);
      db.transaction([&] {
        const auto said = store::link_halves(db, one.user);
        const auto names = [&](const Identity& who) {
          return std::any_of(said.begin(), said.end(), [&](const auto& half) { return half.other == who; });
        };
        if (!(one == me) && !names(me)) return false;  // it is not linked with us: no business of ours
        if (own)
          store::drop_link_halves(db, one.user);
        else if (!store::drop_link_half(db, one.user, *leaves))
          return false;
        note(ask, db, one.user, "identity_unlinked");
        return true;
      });
    }
  return {};
}

Result<std::vector<Membership>> choose_main(Ask& ask, const Visitor& visitor, TenantId main) {
  const Identity me = identity_of(visitor);
  const auto group = party_of(ask, me).members;
  if (std::none_of(group.begin(), group.end(), [&](const Identity& i) { return i.tenant == main; }))
    return Code::NOT_FOUND;
  for (const auto& one : group) {
    store::TenantDb db(ask.world.database, one.tenant);
    store::mark_main(db, one.user, main);
  }
  return memberships_of(ask, me);
}

}  // namespace doorward::service
