// A new password of one's own: the old one is a counted check, other sessions end, history is kept.
#include "service/accounts.hh"
#include "service/administration.hh"
#include "service/sessions.hh"
#include "service/visitor.hh"
#include "support/at_once.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using tests::MadeUser;
using tests::word_of;
using tests::World;

namespace {

const std::string old_password = "correct horse battery staple";
const std::string new_password = "violet tractors hum at midnight";

struct Desk {
  World world{ConfigWords{{"lockout.delay", "0s"}}};
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);
  service::Entered here = tests::sign_in(world, user);

  Result<Visitor> visitor(const service::Entered& entered) {
    auto ask = world.ask();
    return service::by_access_token(ask, entered.tokens->access_token.reveal(), CredentialKind::bearer);
  }
  Result<service::Revoked> change(const std::string& from, const std::string& to) {
    auto ask = world.ask();
    return service::change_password(ask, *visitor(here), {Secret(from), Secret(to)});
  }
  std::string log_in(const std::string& password) {
    auto ask = world.ask();
    return word_of(service::log_in(ask, tenant, {user.email, Secret(password), "", "", Transport::session}));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(change_password)

BOOST_AUTO_TEST_CASE(the_new_one_opens_the_old_one_does_not_and_other_sessions_end) {
  Desk desk;
  const auto elsewhere = tests::sign_in(desk.world, desk.user);
  BOOST_TEST(bool(desk.visitor(elsewhere)));
  desk.world.clock.at += seconds(2);
  BOOST_REQUIRE_EQUAL(word_of(desk.change(old_password, new_password)), "ok");
  BOOST_TEST(desk.log_in(old_password) == "INVALID_CREDENTIALS");
  BOOST_TEST(desk.log_in(new_password) == "ok");
  BOOST_TEST(!desk.visitor(elsewhere));
  BOOST_TEST(word_of(tests::refresh(desk.world, elsewhere.tokens->refresh_token)) != "ok");
  BOOST_TEST(bool(desk.visitor(desk.here)));
  BOOST_TEST(word_of(tests::refresh(desk.world, desk.here.tokens->refresh_token)) == "ok");
  BOOST_TEST(tests::count_events(desk.world, desk.tenant, "user_password_changed") == 1);
}

BOOST_AUTO_TEST_CASE(the_rule_and_the_history_hold) {
  Desk desk;
  BOOST_TEST(word_of(desk.change(old_password, "short")) == "WEAK_PASSWORD");
  BOOST_TEST(word_of(desk.change(old_password, old_password)) == "PASSWORD_REUSED");
  BOOST_TEST(word_of(desk.change(old_password, std::string(1025, 'x'))) == "VALIDATION_ERROR");
  std::string present = old_password;
  for (const char* word :
       {"amber kettles sing for nobody", "seven quiet rivers under glass", "paper lanterns over the canal"}) {
    desk.world.clock.at += seconds(1);
    BOOST_TEST(word_of(desk.change(present, word)) == "ok");
    present = word;
    BOOST_TEST(word_of(desk.change(present, old_password)) == "PASSWORD_REUSED");
  }
  BOOST_TEST(tests::number(desk.world, desk.tenant, "SELECT COUNT(*) FROM t_password_history") == 3);
}

BOOST_AUTO_TEST_CASE(history_keeps_as_many_as_the_setting_says) {
  World world(ConfigWords{{"password.history", "2"}});
  const TenantId tenant = world.make_tenant();
  const MadeUser user = world.make_user(tenant);
  auto ask = world.ask();
  for (const char* word : {"amber kettles sing for nobody", "seven quiet rivers under glass",
                           "paper lanterns over the canal", "old maps of imagined coasts"}) {
    ask.now += seconds(1);
    BOOST_TEST(word_of(service::set_password(ask, tenant, user.email, Secret(word))) == "ok");
  }
  BOOST_TEST(tests::number(world, tenant, "SELECT COUNT(*) FROM t_password_history") == 2);
}

BOOST_AUTO_TEST_CASE(guessing_the_present_password_uses_up_the_allowance_of_the_name) {
  Desk desk;
  for (int i = 0; i < 6; ++i) BOOST_TEST(word_of(desk.change("wrong password", new_password)) == "INVALID_CREDENTIALS");
  BOOST_TEST(word_of(desk.change(old_password, new_password)) == "INVALID_CREDENTIALS");
  BOOST_TEST(desk.log_in(old_password) == "INVALID_CREDENTIALS");
  desk.world.clock.at += desk.world.config.lockout.time;
  BOOST_TEST(desk.log_in(old_password) == "ok");
}

BOOST_AUTO_TEST_CASE(of_two_who_change_it_at_once_one_does) {
  Desk desk;
  const Visitor visitor = *desk.visitor(desk.here);
  const auto answers = tests::at_once(8, ConfigWords{{"password.hash_queue", "64"}}, [&](World& world, int number) {
    auto ask = world.ask();
    return word_of(service::change_password(
        ask, visitor, {Secret(old_password), Secret(new_password + " " + std::to_string(number))}));
  });
  BOOST_TEST(tests::count_of(answers, "ok") == 1);
  BOOST_TEST(tests::count_events(desk.world, desk.tenant, "user_password_changed") == 1);
}

BOOST_AUTO_TEST_CASE(an_administrators_password_ends_every_session) {
  Desk desk;
  desk.world.clock.at += seconds(2);
  auto ask = desk.world.ask();
  BOOST_TEST(word_of(service::set_password(ask, desk.tenant, desk.user.email, Secret("short"))) == "WEAK_PASSWORD");
  BOOST_TEST(word_of(service::set_password(ask, desk.tenant, "nobody@example.test", Secret(new_password))) ==
             "USER_NOT_FOUND");
  BOOST_TEST(bool(desk.visitor(desk.here)));
  BOOST_TEST(word_of(service::set_password(ask, desk.tenant, desk.user.id.text(), Secret(new_password))) == "ok");
  BOOST_TEST(!desk.visitor(desk.here));
  BOOST_TEST(word_of(tests::refresh(desk.world, desk.here.tokens->refresh_token)) != "ok");
  BOOST_TEST(desk.log_in(new_password) == "ok");
}

BOOST_AUTO_TEST_SUITE_END()
