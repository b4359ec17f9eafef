// The link of an invitation is a one-time link like others; the row here says which one is the latest, and what became
// of it.
#include "service/invitations.hh"

#include <algorithm>

#include "base/error.hh"
#include "port/unicode.hh"
#include "service/cursor.hh"
#include "service/mail.hh"
#include "service/one_time.hh"
#include "service/one_time_letter.hh"
#include "service/places.hh"
#include "service/settings.hh"
#include "store/invites.hh"
#include "store/one_time.hh"
#include "store/people.hh"
#include "store/roles.hh"
#include "store/tenants.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

constexpr seconds shortest{300}, longest{30 * 24 * 3600};
constexpr auto kind = OpaqueKind::invite;

bool may(const Actor& actor, std::string_view permission) {
  const auto& all = actor.role.permissions;
  return actor.is_operator() || std::find(all.begin(), all.end(), permission) != all.end();
}

Result<void> may_give(const Actor& actor, const Role& role) {
  if (actor.is_operator() || may_grant(actor.role, role)) return {};
  return Error(Code::INSUFFICIENT_PERMISSIONS, "The role is above one's own.");
}

Result<Span> life_of(const Config& config, const InviteWish& wish) {
  if (!wish.life) return config.links.invite;
  if (*wish.life < shortest || *wish.life > longest) return wrong("expires_in", "300 to 2592000 seconds are taken.");
  return Span(*wish.life);
}

Result<void> bearable(Ask& ask, store::TenantDb& db, const std::string& email_key) {
  if (one_more_letter(ask, db, kind, email_key)) return {};
  return Error(Code::RATE_LIMIT_EXCEEDED, std::chrono::hours(1));
}

/// In the running transaction: a link, and the letter that brings it.
Id send_link(Ask& ask, store::TenantDb& db, const Config& config, const Invite& invite, Span life) {
  const OneTime made = make_one_time(
      ask, db, {kind, invite.email_key, life, std::nullopt, port::Json::Object{{"invite", invite.id.text()}}});
  Letter letter = letter_to(std::nullopt, invite.email, "invite");
  letter.values["LINK"] = link_to(config, kind, made.token);
  letter.values["CODE"] = made.shown_code.reveal();
  letter.values["MINUTES"] = std::to_string(life / std::chrono::minutes(1));
  post_mail(ask, db, letter, Posting::to_be_sent);
  return made.id;
}

void note(Ask& ask, store::TenantDb& db, const Actor& actor, const char* type, const Invite& invite) {
  store::Event event = event_by(ask, actor, type);
  event.data.set("invite", invite.id.text()).set("role", invite.role);
  event.personal.set("email", invite.email_key);
  store::write_event(db, event);
}

Invite new_invite(Ask& ask, const Actor& actor, const port::Email& email, const std::string& role, bool here) {
  Invite one;
  one.id = ask.world.random.id(ask.now);
  one.email = email.shown;
  one.email_key = email.key;
  one.role = role;
  one.invited_by = actor.id;
  one.invited_here = here;
  one.created_at = one.sent_at = ask.now;
  return one;
}

const Error open_already(Code::CONFLICT, "An invitation is open for this address: withdraw it, or send it again.");

/// In the running transaction: may one more be open? Whoever else invites here waits until it ends.
Result<void> one_more(Ask& ask, store::TenantDb& db) {
  const auto tenant = store::own_tenant(db);
  const auto most = tenant ? tenant->terms.limit(limit::invites) : 0;
  if (!most) return {};
  store::hold_house(db, ask.now);
  const auto open = store::count_open_invites(db, ask.now, *most);
  return open < *most ? Result<void>() : Result<void>(no_place(limit::invites, {*most, open}));
}

/// The row with its letter; one that has expired gives way.
Result<void> put(Ask& ask, store::TenantDb& db, const Config& config, const Actor& actor, Invite& one, Span life) {
  if (auto fit = one_more(ask, db); !fit) return fit;
  const auto former = store::open_invite(db, one.email_key);
  if (former && former->expires_at > ask.now) return open_already;
  if (former && !store::close_invite(db, *former, "expired", std::nullopt, ask.now)) return open_already;
  one.expires_at = ask.now + life;
  one.link = send_link(ask, db, config, one, life);
  store::insert_invite(db, one);
  note(ask, db, actor, "invite_created", one);
  return {};
}

/// One that the actor may do something with.
Result<Invite> changeable(store::TenantDb& db, const Actor& actor, const Id& id) {
  auto found = store::find_invite(db, id);
  if (!found) return Code::NOT_FOUND;
  if (const auto role = role_named(db, found->role))
    if (auto fit = may_give(actor, *role); !fit) return fit.error();
  if (found->closed_at) return Error(Code::CONFLICT, "The invitation is " + found->closed_as + ".");
  return std::move(*found);
}

}  // namespace

std::optional<Role> role_named(store::TenantDb& db, const std::string& name) {
  if (role_fits(name, TenantKind::tenant)) return Role{name, permissions_of(name)};
  return is_builtin_role(name) ? std::nullopt : store::find_role(db, name);
}

Result<Invite> invite(Ask& ask, const Actor& actor, const InviteWish& wish) {
  const auto email = port::parse_email(wish.email);
  if (!email) return wrong("email", "is not an e-mail address");
  store::TenantDb db(ask.world.database, actor.tenant);
  const Config config = settings_of(ask, db);
  const auto life = life_of(config, wish);
  if (!life) return life.error();
  const auto role = role_named(db, wish.role);
  if (!role) return wrong("role", "is not a role of this organization");
  if (auto fit = may_give(actor, *role); !fit) return fit.error();
  if (may(actor, "manage_users") && store::find_user_by_email(db, email->key)) return Code::USER_EXISTS;
  if (auto fit = bearable(ask, db, email->key); !fit) return fit.error();
  const bool here = actor.id && store::find_user(db, *actor.id);
  Invite one = new_invite(ask, actor, *email, role->name, here);
  Result<void> made = open_already;
  try {
    db.transaction([&] { return bool(made = put(ask, db, config, actor, one, *life)); });
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() != port::SqlRefusal::duplicate) throw;
    return open_already;  // somebody was quicker
  }
  if (!made) return made.error();
  return one;
}

Result<InvitePage> list_invites(Ask& ask, const Actor& actor, int limit, const std::string& cursor) {
  const ListPlace place{actor.tenant, "invites", ""};
  std::optional<Id> before;
  if (!cursor.empty()) {
    const auto last = read_cursor(ask, place, cursor);
    if (!last) return last.error();
    before = Id::from_raw(*last);
    if (!before) return wrong("cursor", "is not a cursor of this list");
  }
  store::TenantDb db(ask.world.database, actor.tenant);
  InvitePage page{store::list_invites(db, before, limit + 1), std::nullopt};
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    page.next_cursor = make_cursor(ask, place, page.items.back().id.raw());
  }
  return page;
}

Result<void> withdraw_invite(Ask& ask, const Actor& actor, const Id& id) {
  store::TenantDb db(ask.world.database, actor.tenant);
  Result<void> done = Code::CONFLICT;
  db.transaction([&] {
    const auto found = changeable(db, actor, id);
    done = found ? Result<void>(Code::CONFLICT) : Result<void>(found.error());
    if (!found || !store::close_invite(db, *found, "withdrawn", std::nullopt, ask.now)) return false;
    store::use_one_time(db, found->link, ask.now);
    note(ask, db, actor, "invite_withdrawn", *found);
    done = {};
    return true;
  });
  return done;
}

Result<Invite> resend_invite(Ask& ask, const Actor& actor, const Id& id) {
  store::TenantDb db(ask.world.database, actor.tenant);
  const Config config = settings_of(ask, db);
  auto found = changeable(db, actor, id);
  if (!found) return found;
  if (auto fit = bearable(ask, db, found->email_key); !fit) return fit.error();
  const Span life = found->expires_at - found->sent_at;
  bool sent = false;
  Result<void> fit;
  Invite renewed = *found;
  db.transaction([&] {
    sent = false;
    fit = found->expires_at > ask.now ? Result<void>() : one_more(ask, db);
    if (!fit) return false;
    renewed.link = send_link(ask, db, config, renewed, life);
    renewed.sent_at = ask.now;
    renewed.expires_at = ask.now + life;
    sent = store::renew_invite(db, *found, renewed.link, ask.now, renewed.expires_at);
    if (!sent) return false;
    store::use_one_time(db, found->link, ask.now);
    note(ask, db, actor, "invite_sent_again", renewed);
    return true;
  });
  if (!fit) return fit.error();
  if (!sent) return Error(Code::CONFLICT, "The invitation has just been changed.");
  return renewed;
}

}  // namespace doorward::service
