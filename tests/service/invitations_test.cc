// Invitations: who may give what, what a link is worth and for how long, and who was first.
#include "service/invitations.hh"

#include "base/encode.hh"
#include "service/accept_invite.hh"
#include "service/forgotten_password.hh"
#include "service/visitor.hh"
#include "store/settings.hh"
#include "support/at_once.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using tests::MadeUser;
using tests::word_of;
using tests::World;

namespace {

const char* const phrase = "violet tractors hum at midnight";

struct Scene {
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser owner = world.make_user(tenant, "owner");
  std::string guest = "guest-" + to_hex(world.random.bytes(6)) + "@example.test";

  static service::Actor actor(const MadeUser& who, const std::string& role) {
    return {who.tenant, who.id, {role, permissions_of(role)}, std::nullopt, std::nullopt};
  }
  Result<Invite> invite(const std::string& role = "viewer", const std::string& email = "") {
    auto ask = world.ask();
    return service::invite(ask, actor(owner, "owner"), {email.empty() ? guest : email, role});
  }
  Secret token() { return Secret(tests::token_in(tests::last_letter_to(world, tenant, guest))); }
  Result<service::Entered> accept(World& by, const service::Presented& presented, const std::string& email = "") {
    auto ask = by.ask();
    return service::accept_as_new(ask, tenant, presented, {email, Secret(phrase), "Grace", "Hopper"}, Transport::token);
  }
  std::string accept(const Secret& token) { return word_of(accept(world, {token, "", {}})); }
  std::string withdraw(const Id& id, const service::Actor& by) {
    auto ask = world.ask();
    return word_of(service::withdraw_invite(ask, by, id));
  }
  std::string status() {
    auto ask = world.ask();
    const auto page = service::list_invites(ask, actor(owner, "owner"), 50, "");
    return page && !page->items.empty() ? std::string(status_of(page->items.front(), ask.now)) : "";
  }
  void set_status(const MadeUser& who, const std::string& status) {
    store::TenantDb db(world.database, who.tenant);
    db.run("UPDATE t_users SET status = ? WHERE id = ?", {status, port::sql(who.id)});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(invitations, Scene)

BOOST_AUTO_TEST_CASE(a_link_makes_an_account_with_the_role_wherever_registration_is_closed) {
  {
    store::TenantDb db(world.database, tenant);
    store::put_setting(db, "registration.mode", "closed", world.clock.at);
    store::put_setting(db, "registration.verify_email", "true", world.clock.at);
  }
  BOOST_REQUIRE_EQUAL(word_of(invite("manager")), "ok");
  BOOST_TEST(status() == "pending");
  const auto in = accept(world, {token(), "", {}});
  BOOST_REQUIRE_EQUAL(word_of(in), "ok");
  BOOST_TEST(in->user.role == "manager");
  BOOST_TEST(in->user.email == guest);
  BOOST_TEST(in->user.email_verified);
  BOOST_TEST(status() == "accepted");
  BOOST_TEST(accept(token()) == "INVALID_INVITE");
  BOOST_TEST(tests::count_events(world, tenant, "invite_accepted") == 1);
  BOOST_TEST(tests::count_events(world, tenant, "invite_created") == 1);
}

BOOST_AUTO_TEST_CASE(the_code_does_the_same_for_the_invited_address_alone) {
  BOOST_REQUIRE_EQUAL(word_of(invite()), "ok");
  const Secret code(tests::last_letter_to(world, tenant, guest).values.at("CODE"));
  BOOST_TEST(word_of(accept(world, {{}, "other@example.test", code})) == "INVALID_INVITE");
  BOOST_TEST(word_of(accept(world, {token(), "", {}}, "other@example.test")) == "INVALID_INVITE");
  BOOST_TEST(word_of(accept(world, {{}, guest, code})) == "ok");
}

BOOST_AUTO_TEST_CASE(a_dead_one_is_dead_in_one_way_and_a_weak_password_uses_nothing_up) {
  auto made = invite();
  BOOST_REQUIRE_EQUAL(word_of(made), "ok");
  const Secret first = token();
  auto ask = world.ask();
  BOOST_TEST(word_of(service::accept_as_new(ask, tenant, {first, "", {}}, {"", Secret("short"), "A", "B"},
                                            Transport::token)) == "WEAK_PASSWORD");
  world.clock.at += std::chrono::seconds(1);
  auto later = world.ask();
  BOOST_REQUIRE_EQUAL(word_of(service::resend_invite(later, actor(owner, "owner"), made->id)), "ok");
  BOOST_TEST(accept(first) == "INVALID_INVITE");
  const Secret second = token();
  BOOST_TEST(withdraw(made->id, actor(owner, "owner")) == "ok");
  BOOST_TEST(accept(second) == "INVALID_INVITE");
  BOOST_TEST(withdraw(made->id, actor(owner, "owner")) == "CONFLICT");
  BOOST_TEST(status() == "withdrawn");
  made = invite();
  BOOST_REQUIRE_EQUAL(word_of(made), "ok");
  const Secret third = token();
  world.clock.at += world.config.links.invite;
  BOOST_TEST(status() == "expired");
  BOOST_TEST(accept(third) == "INVALID_INVITE");
  BOOST_TEST(accept(Secret("dwi_nonsense")) == "INVALID_INVITE");
  BOOST_TEST(word_of(invite()) == "ok");  // an expired one gives way
}

BOOST_AUTO_TEST_CASE(nobody_invites_above_their_own_or_touches_what_they_could_not_give) {
  const MadeUser manager = world.make_user(tenant, "manager");
  auto ask = world.ask();
  const auto by_manager = actor(manager, "manager");
  BOOST_TEST(word_of(service::invite(ask, by_manager, {guest, "admin"})) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(word_of(service::invite(ask, by_manager, {guest, "platform_admin"})) == "VALIDATION_ERROR");
  BOOST_TEST(word_of(service::invite(ask, by_manager, {guest, "user", seconds(1)})) == "VALIDATION_ERROR");
  const auto made = invite("admin");
  BOOST_REQUIRE_EQUAL(word_of(made), "ok");
  BOOST_TEST(withdraw(made->id, by_manager) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(word_of(service::resend_invite(ask, by_manager, made->id)) == "INSUFFICIENT_PERMISSIONS");
}

BOOST_AUTO_TEST_CASE(an_address_has_one_open_invitation_and_no_account) {
  BOOST_TEST(word_of(invite()) == "ok");
  BOOST_TEST(word_of(invite()) == "CONFLICT");
  BOOST_TEST(word_of(invite("viewer", owner.email)) == "USER_EXISTS");
  // Who may not see people learns nothing; whoever reads that mailbox does.
  service::Actor blind = actor(owner, "owner");
  blind.role = {"inviter", {"edit_content", "manage_invites", "view_content"}};
  auto ask = world.ask();
  BOOST_TEST(word_of(service::invite(ask, blind, {owner.email, "viewer"})) == "ok");
  const Secret link(tests::token_in(tests::last_letter_to(world, tenant, owner.email)));
  BOOST_TEST(accept(link) == "USER_EXISTS");
}

BOOST_AUTO_TEST_CASE(an_invitation_is_worth_what_its_inviter_may_give_now) {
  BOOST_REQUIRE_EQUAL(word_of(invite("admin")), "ok");
  set_status(owner, "suspended");
  BOOST_TEST(accept(token()) == "INVALID_INVITE");
  set_status(owner, "active");
  BOOST_TEST(accept(token()) == "ok");
}

BOOST_AUTO_TEST_CASE(of_sixteen_who_come_with_it_one_is_let_in) {
  BOOST_REQUIRE_EQUAL(word_of(invite()), "ok");
  const Secret link = token();
  const ConfigWords patient = {{"password.hash_queue", "64"}, {"database.timeout", "20s"}};
  const auto answers = tests::at_once(16, patient, [&](World& other, int) {
    return word_of(accept(other, {link, "", {}}));
  });
  BOOST_TEST(tests::count_of(answers, "ok") == 1);
  BOOST_TEST(tests::count_of(answers, "INVALID_INVITE") + tests::count_of(answers, "USER_EXISTS") == 15);
  BOOST_TEST(tests::number(world, tenant, "SELECT COUNT(*) FROM t_users WHERE email_key = ?", {guest}) == 1);
  BOOST_TEST(tests::number(world, tenant, "SELECT COUNT(*) FROM t_sessions") == 1);
  BOOST_TEST(tests::count_events(world, tenant, "invite_accepted") == 1);
}

BOOST_AUTO_TEST_CASE(of_eight_invitations_of_one_address_one_is_open) {
  const auto answers = tests::at_once(8, {{"database.timeout", "20s"}}, [&](World& other, int) {
    auto ask = other.ask();
    return word_of(service::invite(ask, actor(owner, "owner"), {guest, "viewer"}));
  });
  BOOST_TEST(tests::count_of(answers, "ok") == 1);
  BOOST_TEST(tests::number(world, tenant, "SELECT COUNT(*) FROM t_invites") == 1);
  BOOST_TEST(tests::letters_to(world, tenant, guest).size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_account_of_another_tenant_becomes_linked) {
  const MadeUser known = world.make_user(world.make_tenant());
  BOOST_REQUIRE_EQUAL(word_of(invite("admin")), "ok");
  auto ask = world.ask();
  const auto by = [&](const std::string& password) {
    return service::accept_as_known(ask, tenant, {token(), "", {}}, {known.tenant, known.email, Secret(password)},
                                    Transport::token);
  };
  BOOST_TEST(word_of(by("not the password at all")) == "INVALID_CREDENTIALS");
  const auto in = by(std::string(known.password.reveal()));
  BOOST_REQUIRE_EQUAL(word_of(in), "ok");
  BOOST_TEST(in->user.role == "admin");
  BOOST_TEST(in->user.email == guest);
  const auto all = service::memberships_of(ask, {known.tenant, known.id});
  BOOST_REQUIRE(all.size() == 2u);
  BOOST_TEST(all[0].main);
  BOOST_TEST(all[1].role == "admin");
  // It has no password of its own: nothing opens it from outside.
  BOOST_TEST(word_of(service::log_in(ask, tenant, {guest, Secret(""), "", "", Transport::token})) != "ok");
  BOOST_TEST(word_of(service::log_in(ask, tenant, {guest, known.password, "", "", Transport::token})) ==
             "INVALID_CREDENTIALS");
  // Until it gets one by mail, like every password that is forgotten.
  world.clock.at += std::chrono::seconds(1);
  ask.now = world.clock.at;
  BOOST_TEST(word_of(service::forgot_password(ask, tenant, guest)) == "ok");
  const Secret link(tests::token_in(tests::last_letter_to(world, tenant, guest)));
  const Secret first(phrase);
  BOOST_TEST(word_of(service::reset_password(ask, tenant, {{link, "", {}}, first})) == "ok");
  BOOST_TEST(word_of(service::log_in(ask, tenant, {guest, first, "", "", Transport::token})) == "ok");
  BOOST_TEST(service::memberships_of(ask, {known.tenant, known.id}).size() == 2u);
}

BOOST_AUTO_TEST_CASE(who_is_signed_in_elsewhere_accepts_and_switches) {
  const MadeUser known = world.make_user(world.make_tenant());
  BOOST_REQUIRE_EQUAL(word_of(invite()), "ok");
  auto ask = world.ask();
  const auto signed_in = tests::sign_in(world, known);
  const auto visitor = service::by_access_token(ask, signed_in.tokens->access_token.reveal(), CredentialKind::bearer);
  BOOST_REQUIRE(bool(visitor));
  const auto all = service::accept_as_visitor(ask, tenant, {token(), "", {}}, *visitor);
  BOOST_REQUIRE_EQUAL(word_of(all), "ok");
  BOOST_TEST(all->size() == 2u);
  BOOST_TEST(word_of(service::switch_tenant(ask, *visitor, {tenant, std::nullopt})) == "ok");
  BOOST_TEST(word_of(service::accept_as_visitor(ask, tenant, {token(), "", {}}, *visitor)) == "INVALID_INVITE");
}

BOOST_AUTO_TEST_SUITE_END()
