// One's own e-mail address: verified by what came back from it, and changed only by that.
#include "service/own_address.hh"

#include "base/encode.hh"
#include "service/accounts.hh"
#include "service/forgotten_password.hh"
#include "service/visitor.hh"
#include "store/users.hh"
#include "support/at_once.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Scene {
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);
  service::Entered entered = sign_in(world, user);
  std::string fresh = "new-" + to_hex(world.random.bytes(6)) + "@example.test";

  User account() {
    store::TenantDb db(world.database, tenant);
    return *store::find_user(db, user.id);
  }
  void unverify() {
    store::TenantDb(world.database, tenant)
        .run("UPDATE t_users SET email_verified_at = NULL WHERE id = ?", {port::sql(user.id)});
  }
  std::string resend(const std::string& email) {
    auto ask = world.ask();
    return word_of(service::resend_verification(ask, tenant, email));
  }
  std::string verify(const service::Letter& letter) {
    auto ask = world.ask();
    return word_of(service::verify_own_address(ask, tenant, {Secret(token_in(letter)), "", {}}));
  }
  Visitor visitor() {
    auto ask = world.ask();
    return *service::by_access_token(ask, entered.tokens->access_token.reveal(), CredentialKind::bearer);
  }
  std::string change(const std::string& email, const std::string& password = "correct horse battery staple") {
    service::MeChange wanted;
    wanted.email = email;
    wanted.password = Secret(password);
    auto ask = world.ask();
    return word_of(service::change_me(ask, visitor(), wanted));
  }
  service::Letter letter_to(const std::string& email) { return last_letter_to(world, tenant, email); }
  std::string nobody() { return "nobody-" + to_hex(world.random.bytes(6)) + "@example.test"; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(own_address, Scene)

BOOST_AUTO_TEST_CASE(what_comes_back_verifies_it_once) {
  unverify();
  BOOST_TEST(resend(user.email) == "ok");
  const auto mail = letter_to(user.email);
  BOOST_TEST(mail.about == "verify");
  BOOST_TEST(!visitor().user.email_trusted);
  BOOST_TEST(verify(mail) == "ok");
  BOOST_TEST(account().email_verified);
  BOOST_TEST(visitor().user.email_trusted);  // the gate knows it at once
  BOOST_TEST(verify(mail) == "TOKEN_EXPIRED");
  BOOST_TEST(count_events(world, tenant, "user_email_verified") == 1);
}

BOOST_AUTO_TEST_CASE(a_code_does_it_too) {
  unverify();
  resend(user.email);
  auto ask = world.ask();
  const Secret code(letter_to(user.email).values.at("CODE"));
  BOOST_TEST(word_of(service::verify_own_address(ask, tenant, {{}, user.email, code})) == "ok");
  BOOST_TEST(account().email_verified);
}

BOOST_AUTO_TEST_CASE(who_does_not_wait_gets_no_letter_and_nobody_sees_it) {
  const auto cost = [&](const std::string& email) {
    resend(email);
    world.statements();
    BOOST_TEST(resend(email) == "ok");
    return world.statements();
  };
  const auto verified = cost(user.email), stranger = cost(nobody());
  BOOST_TEST(letters_to(world, tenant, user.email).empty());
  unverify();
  resend(user.email);
  BOOST_TEST(letters_to(world, tenant, user.email).size() == 1U);
  BOOST_TEST(verified == stranger);
}

BOOST_AUTO_TEST_CASE(another_address_takes_effect_when_it_is_verified) {
  BOOST_TEST(change(fresh) == "ok");
  BOOST_TEST(account().email == user.email);
  const auto mail = letter_to(fresh);
  BOOST_TEST(mail.about == "change");
  const auto notice = letter_to(user.email);
  BOOST_TEST(notice.about == "changing");
  BOOST_TEST(notice.values.at("EMAIL") == fresh);
  BOOST_TEST(verify(mail) == "ok");
  BOOST_TEST(account().email == fresh);
  BOOST_TEST(account().email_verified);
  BOOST_TEST(visitor().user.email == fresh);
  BOOST_TEST(count_events(world, tenant, "user_email_change_requested") == 1);
  BOOST_TEST(count_events(world, tenant, "user_email_changed") == 1);
}

BOOST_AUTO_TEST_CASE(it_needs_the_password_which_is_a_counted_check) {
  BOOST_TEST(change(fresh, "") == "VALIDATION_ERROR");
  BOOST_TEST(change(fresh, "wrong wrong wrong wrong") == "INVALID_CREDENTIALS");
  BOOST_TEST(number(world, tenant, "SELECT reserved FROM t_secret_checks") == 1);
  BOOST_TEST(letters_to(world, tenant, fresh).empty());
  BOOST_TEST(change(user.email, "") == "ok");  // the same is no change
  BOOST_TEST(change("no address") == "VALIDATION_ERROR");
}

BOOST_AUTO_TEST_CASE(what_else_is_wrong_is_said_before_anything_is_sent) {
  service::MeChange wanted;
  wanted.email = fresh;
  wanted.password = user.password;
  wanted.avatar_url = "javascript:alert(1)";
  auto ask = world.ask();
  BOOST_TEST(word_of(service::change_me(ask, visitor(), wanted)) == "VALIDATION_ERROR");
  BOOST_TEST(letters_to(world, tenant, fresh).empty());
}

BOOST_AUTO_TEST_CASE(that_somebody_has_the_new_address_is_told_there_alone) {
  const auto other = world.make_user(tenant);
  BOOST_TEST(change(other.email) == "ok");
  const auto told = letters_to(world, tenant, other.email);
  BOOST_TEST_REQUIRE(told.size() == 1U);
  BOOST_TEST(told[0].about == "known");
  BOOST_TEST(letter_to(user.email).about == "changing");
}

BOOST_AUTO_TEST_CASE(of_two_who_want_one_address_the_first_to_verify_it_has_it) {
  BOOST_TEST(change(fresh) == "ok");
  const auto mine = letter_to(fresh);
  const auto other = world.make_user(tenant);
  store::TenantDb(world.database, tenant)
      .run("UPDATE t_users SET email = ?, email_key = ? WHERE id = ?", {fresh, fresh, port::sql(other.id)});
  BOOST_TEST(verify(mine) == "USER_EXISTS");
  BOOST_TEST(account().email == user.email);
  BOOST_TEST(verify(mine) == "USER_EXISTS");  // nothing was used up
}

BOOST_AUTO_TEST_CASE(links_to_the_former_address_open_nothing_afterwards) {
  unverify();
  resend(user.email);
  const auto old_verify = letter_to(user.email);
  auto ask = world.ask();
  BOOST_REQUIRE(bool(service::forgot_password(ask, tenant, user.email)));
  const auto old_reset = letter_to(user.email);
  BOOST_TEST(change(fresh) == "ok");
  BOOST_TEST(verify(letter_to(fresh)) == "ok");
  BOOST_TEST(verify(old_verify) == "TOKEN_EXPIRED");
  BOOST_TEST(word_of(service::reset_password(
                 ask, tenant, {{Secret(token_in(old_reset)), "", {}}, Secret("violet tractors hum at midnight")})) ==
             "TOKEN_EXPIRED");
}

BOOST_AUTO_TEST_CASE(no_mailbox_is_filled_by_somebody_who_is_signed_in) {
  for (int i = 0; i < 3; ++i) BOOST_TEST(change(fresh) == "ok");
  BOOST_TEST(change(fresh) == "RATE_LIMIT_EXCEEDED");
  BOOST_TEST(letters_to(world, tenant, fresh).size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
