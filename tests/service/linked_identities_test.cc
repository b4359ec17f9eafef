// One person in several tenants: what it takes to be linked, where a link leads, and what half of one is worth.
#include "service/linked_identities.hh"

#include "service/people.hh"
#include "service/visitor.hh"
#include "store/linked_identities.hh"
#include "store/user_lock.hh"
#include "store/users.hh"
#include "support/at_once.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using tests::MadeUser;
using tests::word_of;
using tests::World;

namespace {

struct Houses {
  World world;
  MadeUser acme = world.make_user(world.make_tenant()), globex = world.make_user(world.make_tenant(), "admin");

  Visitor visitor_of(const service::Entered& entered) {
    auto ask = world.ask();
    const auto visitor = service::by_access_token(ask, entered.tokens->access_token.reveal(), CredentialKind::bearer);
    if (!visitor) throw Failure("nobody is signed in");
    return *visitor;
  }
  Visitor visitor_of(const MadeUser& who) { return visitor_of(tests::sign_in(world, who)); }
  std::string link(const MadeUser& from, const MadeUser& to, const std::string& password = "") {
    auto ask = world.ask();
    return word_of(service::link_identity(ask, visitor_of(from),
                                          {to.tenant, to.email, password.empty() ? to.password : Secret(password)}));
  }
  Result<service::Entered> go(const Visitor& from, TenantId to, std::optional<Transport> transport = std::nullopt) {
    auto ask = world.ask();
    return service::switch_tenant(ask, from, {to, transport});
  }
  std::string go(const MadeUser& from, const MadeUser& to) { return word_of(go(visitor_of(from), to.tenant)); }
  std::string unlink(const MadeUser& from, TenantId which) {
    auto ask = world.ask();
    return word_of(service::unlink_identity(ask, visitor_of(from), which));
  }
  /// "role of the account" for each, the main one with a star.
  std::string list(const MadeUser& who) {
    auto ask = world.ask();
    std::string text;
    for (const auto& one : service::memberships_of(ask, {who.tenant, who.id}))
      text += (text.empty() ? "" : " ") + one.role + (one.main ? "*" : "");
    return text;
  }
  void run(const MadeUser& who, std::string_view statement, const std::vector<port::SqlValue>& values) {
    store::TenantDb db(world.database, who.tenant);
    db.run(statement, values);
  }
  void drop_half(const MadeUser& who) {
    run(who, "DELETE FROM t_linked_identities WHERE user_id = ?", {port::sql(who.id)});
  }
};

struct Linked : Houses {
  Linked() { BOOST_REQUIRE_EQUAL(link(acme, globex), "ok"); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(linked_identities)

BOOST_FIXTURE_TEST_CASE(whoever_shows_both_passwords_goes_to_and_fro, Linked) {
  BOOST_TEST(list(acme) == "user* admin");
  BOOST_TEST(list(globex) == "admin user*");  // the main tenant is the one from where it was linked
  const auto there = go(visitor_of(acme), globex.tenant);
  BOOST_REQUIRE_EQUAL(word_of(there), "ok");
  BOOST_TEST(there->user.id.text() == globex.id.text());
  BOOST_TEST(there->tenant.id.text() == globex.tenant.text());
  BOOST_REQUIRE(there->others.size() == 1u);
  BOOST_TEST(there->others.front().role == "user");
  const auto back = go(visitor_of(*there), acme.tenant);
  BOOST_REQUIRE_EQUAL(word_of(back), "ok");
  BOOST_TEST(back->user.id.text() == acme.id.text());
  for (const auto& who : {acme, globex}) {
    BOOST_TEST(tests::count_events(world, who.tenant, "identity_linked") == 1);
    BOOST_TEST(tests::count_events(world, who.tenant, "user_switched_tenant") == 2);
  }
}

BOOST_FIXTURE_TEST_CASE(a_log_in_lists_the_tenants, Linked) {
  auto ask = world.ask();
  const auto in = service::log_in(ask, globex.tenant, {globex.email, globex.password, "", "", Transport::token});
  BOOST_REQUIRE_EQUAL(word_of(in), "ok");
  BOOST_REQUIRE(in->others.size() == 1u);
  BOOST_TEST(in->others.front().slug == world.slug_of(acme.tenant));
  BOOST_TEST(in->others.front().main);
}

BOOST_FIXTURE_TEST_CASE(wrong_unknown_and_inactive_are_one_answer_and_are_counted, Houses) {
  MadeUser nobody = globex;
  nobody.email = "nobody@example.test";
  BOOST_TEST(link(acme, nobody) == "INVALID_CREDENTIALS");
  MadeUser idle = world.make_user(globex.tenant);
  run(idle, "UPDATE t_users SET status = 'suspended' WHERE id = ?", {port::sql(idle.id)});
  BOOST_TEST(link(acme, idle) == "INVALID_CREDENTIALS");
  for (int i = 0; i < 5; ++i) {
    world.clock.at += std::chrono::minutes(1);
    BOOST_TEST(link(acme, globex, "wrong, and long enough") == "INVALID_CREDENTIALS");
  }
  world.clock.at += std::chrono::minutes(1);
  BOOST_TEST(link(acme, globex) == "INVALID_CREDENTIALS");  // locked
  BOOST_TEST(tests::count_events(world, globex.tenant, "user_account_locked") == 1);
  BOOST_TEST(list(acme) == "user*");
  BOOST_TEST(go(acme, globex) == "NOT_FOUND");
}

BOOST_FIXTURE_TEST_CASE(half_a_link_is_none, Linked) {
  for (const auto& who : {acme, globex}) {
    drop_half(who);
    BOOST_TEST(go(acme, globex) == "NOT_FOUND");
    BOOST_TEST(go(globex, acme) == "NOT_FOUND");
    BOOST_TEST(list(acme) == "user*");
    BOOST_TEST(list(globex) == "admin*");
    BOOST_TEST(link(acme, globex) == "ok");  // said again, both agree
    BOOST_TEST(go(globex, acme) == "ok");
  }
  const MadeUser other = world.make_user(globex.tenant);  // a half that names somebody else in the same tenant
  run(acme, "UPDATE t_linked_identities SET other_user = ? WHERE user_id = ?",
      {port::sql(other.id), port::sql(acme.id)});
  BOOST_TEST(go(acme, globex) == "NOT_FOUND");
  BOOST_TEST(go(globex, acme) == "NOT_FOUND");
}

BOOST_FIXTURE_TEST_CASE(who_is_gone_or_suspended_is_no_place_to_go_to, Linked) {
  const auto visitor = visitor_of(acme);
  for (const char* change :
       {"status = 'suspended'", "status = 'inactive'", "status = 'locked'", "deleted_at = created_at"}) {
    run(globex, std::string("UPDATE t_users SET ") + change + " WHERE id = ?", {port::sql(globex.id)});
    BOOST_TEST(word_of(go(visitor, globex.tenant)) == "NOT_FOUND", change);
    BOOST_TEST(list(acme) == "user*", change);
    run(globex, "UPDATE t_users SET status = 'active', deleted_at = NULL WHERE id = ?", {port::sql(globex.id)});
    BOOST_TEST(list(acme) == "user* admin", change);
  }
  for (const char* status : {"suspended", "canceled"}) {
    world.owner().run("UPDATE tenants SET status = ? WHERE id = ?", {std::string(status), port::sql(globex.tenant)});
    BOOST_TEST(word_of(go(visitor, globex.tenant)) == "NOT_FOUND", status);
  }
}

BOOST_FIXTURE_TEST_CASE(suspension_keeps_links_and_deletion_ends_them, Linked) {
  auto ask = world.ask();
  const auto by = service::operator_in(globex.tenant);
  BOOST_TEST(word_of(service::suspend_account(ask, by, globex.id)) == "ok");
  BOOST_TEST(list(acme) == "user*");
  BOOST_TEST(word_of(service::activate_account(ask, by, globex.id)) == "ok");
  BOOST_TEST(list(acme) == "user* admin");
  world.clock.at += std::chrono::seconds(1);  // what was revoked asks for a younger sign-in

  const auto here = tests::sign_in(world, acme);
  const auto there = go(visitor_of(here), globex.tenant);
  BOOST_REQUIRE_EQUAL(word_of(there), "ok");
  ask.now = world.clock.at;
  BOOST_TEST(word_of(service::remove_account(ask, by, globex.id)) == "ok");
  const auto lives = [&](const service::Entered& one) {
    return bool(service::by_access_token(ask, one.tokens->access_token.reveal(), CredentialKind::bearer));
  };
  BOOST_TEST(!lives(*there));
  BOOST_TEST(lives(here));  // another tenant's
  BOOST_TEST(go(acme, globex) == "NOT_FOUND");
  for (const auto& who : {acme, globex})
    BOOST_TEST(tests::number(world, who.tenant, "SELECT COUNT(*) FROM t_linked_identities") == 0);
  const auto told = [&](const MadeUser& who, const std::string& which) {
    return tests::number(world, who.tenant, "SELECT COUNT(*) FROM t_events WHERE type = 'identity_unlinked'" + which);
  };
  BOOST_TEST(told(acme, " AND actor_type = 'system' AND actor_id IS NULL AND subject_id IS NOT NULL") == 1);
  BOOST_TEST(told(acme, "") == 1);
}

BOOST_FIXTURE_TEST_CASE(a_deleted_account_leaves_the_others_linked, Linked) {
  const MadeUser initech = world.make_user(world.make_tenant(), "viewer");
  BOOST_REQUIRE_EQUAL(link(globex, initech), "ok");
  auto ask = world.ask();
  BOOST_TEST(word_of(service::remove_account(ask, service::operator_in(globex.tenant), globex.id)) == "ok");
  BOOST_TEST(list(acme) == "user* viewer");
  BOOST_TEST(go(initech, acme) == "ok");
}

BOOST_FIXTURE_TEST_CASE(a_switch_is_no_new_sign_in, Linked) {
  world.clock.at += std::chrono::minutes(10);
  const auto first = tests::sign_in(world, acme);
  const auto visitor = visitor_of(first);
  world.clock.at += std::chrono::minutes(5);
  const auto there = go(visitor, globex.tenant);
  BOOST_REQUIRE_EQUAL(word_of(there), "ok");
  BOOST_TEST((there->session.auth_time == first.session.auth_time));
  BOOST_TEST((there->session.expires_at == first.session.expires_at));
  BOOST_TEST(there->session.amr == first.session.amr, boost::test_tools::per_element());
  BOOST_TEST(there->session.id.text() != first.session.id.text());
  // Whatever was revoked there since asks for a younger one.
  run(globex, "UPDATE t_users SET tokens_not_before = ? WHERE id = ?", {world.clock.at, port::sql(globex.id)});
  BOOST_TEST(word_of(go(visitor, globex.tenant)) == "STEP_UP_REQUIRED");
  world.clock.at += std::chrono::seconds(1);
  BOOST_TEST(go(acme, globex) == "ok");
}

BOOST_FIXTURE_TEST_CASE(what_a_browser_held_in_cookies_ends, Linked) {
  for (const auto transport : {Transport::token, Transport::cookie, Transport::session}) {
    auto ask = world.ask();
    const auto from = tests::sign_in(world, acme, transport);
    const auto visitor = transport == Transport::session
                             ? *service::by_session_cookie(ask, from.session_cookie.reveal())
                             : visitor_of(from);
    const auto there = go(visitor, globex.tenant);
    BOOST_REQUIRE_EQUAL(word_of(there), "ok");
    BOOST_TEST((there->session.transport == transport));
    BOOST_TEST(tests::number(world, acme.tenant, "SELECT COUNT(*) FROM t_sessions WHERE id = ? AND ended_at IS NULL",
                             {port::sql(from.session.id)}) == (transport == Transport::token ? 1 : 0));
  }
}

BOOST_FIXTURE_TEST_CASE(nobody_switches_while_impersonating, Linked) {
  auto visitor = visitor_of(acme);
  visitor.session.impersonator = globex.id;
  BOOST_TEST(word_of(go(visitor, globex.tenant)) == "IMPERSONATION_FORBIDDEN");
}

BOOST_FIXTURE_TEST_CASE(three_are_linked_with_each_other_until_one_leaves, Linked) {
  const MadeUser initech = world.make_user(world.make_tenant(), "viewer");
  BOOST_TEST(link(globex, initech) == "ok");
  BOOST_TEST(go(acme, initech) == "ok");
  BOOST_TEST(go(initech, acme) == "ok");
  BOOST_TEST(unlink(acme, globex.tenant) == "ok");
  BOOST_TEST(go(acme, globex) == "NOT_FOUND");
  BOOST_TEST(go(initech, globex) == "NOT_FOUND");
  BOOST_TEST(go(globex, initech) == "NOT_FOUND");
  BOOST_TEST(go(acme, initech) == "ok");
  BOOST_TEST(unlink(acme, globex.tenant) == "NOT_FOUND");
  BOOST_TEST(unlink(acme, acme.tenant) == "ok");  // one's own place is left likewise
  BOOST_TEST(list(initech) == "viewer*");
  for (const auto& who : {acme, globex, initech})
    BOOST_TEST(tests::number(world, who.tenant, "SELECT COUNT(*) FROM t_linked_identities") == 0);
}

BOOST_FIXTURE_TEST_CASE(in_a_tenant_a_person_has_one_account, Linked) {
  const MadeUser other = world.make_user(globex.tenant), neighbour = world.make_user(acme.tenant);
  BOOST_TEST(link(acme, other) == "CONFLICT");
  BOOST_TEST(link(neighbour, globex) == "CONFLICT");
  BOOST_TEST(link(acme, neighbour) == "CONFLICT");
  BOOST_TEST(link(acme, globex) == "ok");  // a repetition
  BOOST_TEST(list(acme) == "user* admin");
}

BOOST_FIXTURE_TEST_CASE(half_a_link_gives_no_power_over_the_other_side, Linked) {
  const MadeUser stranger = world.make_user(world.make_tenant());
  {
    store::TenantDb db(world.database, stranger.tenant);
    store::put_link_half(db, stranger.id, {globex.tenant, globex.id}, world.clock.at);
  }
  unlink(stranger, globex.tenant);
  auto ask = world.ask();
  BOOST_TEST(word_of(service::choose_main(ask, visitor_of(stranger), globex.tenant)) == "NOT_FOUND");
  BOOST_TEST(go(acme, globex) == "ok");
}

BOOST_FIXTURE_TEST_CASE(one_tenant_is_the_main_one, Linked) {
  auto ask = world.ask();
  BOOST_TEST(word_of(service::choose_main(ask, visitor_of(acme), globex.tenant)) == "ok");
  BOOST_TEST(list(acme) == "user admin*");
  BOOST_TEST(list(globex) == "admin* user");
  BOOST_TEST(word_of(service::choose_main(ask, visitor_of(acme), world.make_tenant())) == "NOT_FOUND");
  BOOST_TEST(word_of(service::choose_main(ask, visitor_of(globex), acme.tenant)) == "ok");
  BOOST_TEST(list(acme) == "user* admin");
}

BOOST_FIXTURE_TEST_CASE(links_made_at_once_leave_one_that_both_sides_know, Houses) {
  const MadeUser second = world.make_user(globex.tenant);
  const auto answers =
      tests::at_once(16, {{"password.hash_queue", "64"}, {"database.timeout", "20s"}}, [&](World& other, int number) {
        auto ask = other.ask();
        const auto in = tests::sign_in(other, acme);
        const auto visitor = service::by_access_token(ask, in.tokens->access_token.reveal(), CredentialKind::bearer);
        const auto& to = number % 2 ? globex : second;
        return word_of(service::link_identity(ask, *visitor, {to.tenant, to.email, to.password}));
      });
  BOOST_TEST(tests::count_of(answers, "ok") + tests::count_of(answers, "CONFLICT") == 16);
  const std::string one = go(globex, acme), other = go(second, acme);
  BOOST_TEST((one == "ok") + (other == "ok") <= 1, one << " " << other);
  BOOST_TEST((go(acme, globex) == "ok") == (one == "ok" || other == "ok"));
}

BOOST_AUTO_TEST_SUITE_END()
