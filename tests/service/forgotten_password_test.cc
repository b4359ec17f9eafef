// A forgotten password: who gets a letter, what it opens, what ends with it, and that a stranger learns nothing.
#include "service/forgotten_password.hh"

#include "base/encode.hh"
#include "service/accounts.hh"
#include "service/visitor.hh"
#include "store/users.hh"
#include "support/at_once.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using namespace tests;

namespace {

const std::string fresh = "violet tractors hum at midnight";

struct Scene {
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);

  std::string forgot(const std::string& email) {
    auto ask = world.ask();
    return word_of(service::forgot_password(ask, tenant, email));
  }
  service::Letter letter() {
    forgot(user.email);
    return last_letter_to(world, tenant, user.email);
  }
  std::string reset(const service::Presented& presented, const std::string& password = fresh) {
    auto ask = world.ask();
    return word_of(service::reset_password(ask, tenant, {presented, Secret(password)}));
  }
  std::string by_link(const service::Letter& letter, const std::string& password = fresh) {
    return reset({Secret(token_in(letter)), "", {}}, password);
  }
  std::string by_code(const service::Letter& letter) {
    return reset({{}, user.email, Secret(letter.values.at("CODE"))});
  }
  std::string log_in(const std::string& password) {
    auto ask = world.ask();
    return word_of(service::log_in(ask, tenant, {user.email, Secret(password), "", "", Transport::token}));
  }
  std::int64_t count(std::string_view statement) { return number(world, tenant, statement); }
  std::string nobody() { return "nobody-" + to_hex(world.random.bytes(6)) + "@example.test"; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(forgotten_password, Scene)

BOOST_AUTO_TEST_CASE(the_link_sets_a_new_password_once) {
  const auto mail = letter();
  BOOST_TEST(mail.about == "reset");
  BOOST_TEST(by_link(mail) == "ok");
  BOOST_TEST(log_in(fresh) == "ok");
  BOOST_TEST(log_in(std::string(user.password.reveal())) == "INVALID_CREDENTIALS");
  BOOST_TEST(by_link(mail, "another long sentence of words") == "TOKEN_EXPIRED");
  BOOST_TEST(by_code(mail) == "INVALID_TOKEN");
  BOOST_TEST(count_events(world, tenant, "user_password_changed") == 1);
}

BOOST_AUTO_TEST_CASE(so_does_the_code) {
  const auto mail = letter();
  BOOST_TEST(by_code(mail) == "ok");
  BOOST_TEST(log_in(fresh) == "ok");
  BOOST_TEST(by_link(mail) == "TOKEN_EXPIRED");
}

BOOST_AUTO_TEST_CASE(every_session_ends_and_every_other_link_is_void) {
  const auto entered = sign_in(world, user), browser = sign_in(world, user, Transport::session);
  const auto first = letter(), second = letter();
  BOOST_TEST(by_link(second) == "ok");
  BOOST_TEST(count("SELECT COUNT(*) FROM t_sessions WHERE ended_at IS NULL") == 0);
  auto ask = world.ask();
  BOOST_TEST(!service::by_access_token(ask, entered.tokens->access_token.reveal(), CredentialKind::bearer));
  BOOST_TEST(!service::by_session_cookie(ask, browser.session_cookie.reveal()));
  BOOST_TEST(!refresh(world, entered.tokens->refresh_token));
  BOOST_TEST(by_link(first, "another long sentence of words") == "TOKEN_EXPIRED");
}

BOOST_AUTO_TEST_CASE(nobody_is_signed_in_by_it_and_a_second_factor_stays) {
  store::TenantDb(world.database, tenant).run("UPDATE t_users SET mfa_enabled = 1 WHERE id = ?", {port::sql(user.id)});
  BOOST_TEST(by_link(letter()) == "ok");
  BOOST_TEST(count("SELECT COUNT(*) FROM t_sessions") == 0);
  BOOST_TEST(count("SELECT mfa_enabled FROM t_users") == 1);
}

BOOST_AUTO_TEST_CASE(a_refused_password_uses_nothing_up) {
  const auto mail = letter();
  BOOST_TEST(by_link(mail, "password1234567") == "WEAK_PASSWORD");
  BOOST_TEST(by_link(mail, std::string(user.password.reveal())) == "PASSWORD_REUSED");
  BOOST_TEST(by_link(mail, "") == "VALIDATION_ERROR");
  BOOST_TEST(by_link(mail) == "ok");
}

BOOST_AUTO_TEST_CASE(a_locked_name_is_unlocked_by_its_mailbox) {
  for (int i = 0; i < 5; ++i) {
    log_in("wrong wrong wrong wrong");
    world.clock.at += seconds(30);
  }
  BOOST_TEST(log_in(std::string(user.password.reveal())) == "INVALID_CREDENTIALS");
  const auto mail = letter();
  BOOST_TEST(by_code(mail) == "INVALID_TOKEN");  // guesses are over
  BOOST_TEST(by_link(mail) == "ok");
  BOOST_TEST(log_in(fresh) == "ok");
}

BOOST_AUTO_TEST_CASE(its_mailbox_was_read_so_the_address_is_verified) {
  store::TenantDb db(world.database, tenant);
  db.run("UPDATE t_users SET email_verified_at = NULL WHERE id = ?", {port::sql(user.id)});
  BOOST_TEST(by_link(letter()) == "ok");
  BOOST_TEST(store::find_user(db, user.id)->email_verified);
}

BOOST_AUTO_TEST_CASE(a_link_that_went_to_a_former_address_opens_nothing) {
  const auto mail = letter();
  store::TenantDb(world.database, tenant)
      .run("UPDATE t_users SET email = 'new@example.test', email_key = 'new@example.test' WHERE id = ?",
           {port::sql(user.id)});
  BOOST_TEST(by_link(mail) == "TOKEN_EXPIRED");
}

BOOST_AUTO_TEST_CASE(only_an_active_account_gets_a_letter) {
  for (const char* status : {"suspended", "inactive", "invited", "locked"}) {
    store::TenantDb(world.database, tenant)
        .run("UPDATE t_users SET status = ? WHERE id = ?", {std::string(status), port::sql(user.id)});
    BOOST_TEST(forgot(user.email) == "ok", status);
  }
  BOOST_TEST(forgot(nobody()) == "ok");
  BOOST_TEST(letters_to(world, tenant, user.email).empty());
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox WHERE done_at IS NULL") == 0);
  BOOST_TEST(forgot("no address") == "VALIDATION_ERROR");
}

BOOST_AUTO_TEST_CASE(a_suspended_account_and_a_suspended_tenant_are_not_opened) {
  const auto mail = letter();
  store::TenantDb db(world.database, tenant);
  db.run("UPDATE t_users SET status = 'suspended' WHERE id = ?", {port::sql(user.id)});
  BOOST_TEST(by_link(mail) == "TOKEN_EXPIRED");
  db.run("UPDATE t_users SET status = 'active' WHERE id = ?", {port::sql(user.id)});
  world.platform().mysql().run("UPDATE tenants SET status = 'suspended' WHERE id = ?", {port::sql(tenant)});
  BOOST_TEST(by_link(mail) == "INVALID_TENANT");
}

BOOST_AUTO_TEST_CASE(a_stranger_costs_the_same_statements_and_the_same_bytes) {
  const auto cost = [&](const std::string& email) {
    forgot(email);  // everything is prepared
    world.statements();
    forgot(email);
    return world.statements();
  };
  const std::string stranger = nobody();
  BOOST_TEST(cost(user.email) == cost(stranger));
  BOOST_TEST(count("SELECT COUNT(*) FROM t_one_time") == 4);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox") == 4);
  // What nobody has opens nothing, and is never sent.
  BOOST_TEST(count("SELECT COUNT(*) FROM t_one_time WHERE subject_id IS NULL") == 2);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox WHERE done_at IS NOT NULL") == 2);
}

BOOST_AUTO_TEST_CASE(a_mailbox_gets_three_letters_in_an_hour_at_most) {
  for (int i = 0; i < 6; ++i) BOOST_TEST(forgot(user.email) == "ok");
  BOOST_TEST(letters_to(world, tenant, user.email).size() == 3U);
  world.clock.at += std::chrono::hours(1);
  forgot(user.email);
  BOOST_TEST(letters_to(world, tenant, user.email).size() == 4U);
}

BOOST_AUTO_TEST_CASE(an_administrator_sends_the_same_letter) {
  auto ask = world.ask();
  store::TenantDb db(world.database, tenant);
  const auto account = *store::find_user(db, user.id);
  db.transaction([&] { return service::send_password_reset(ask, db, account), true; });
  BOOST_TEST(log_in(std::string(user.password.reveal())) == "ok");  // until it is used
  BOOST_TEST(by_link(last_letter_to(world, tenant, user.email)) == "ok");
}

BOOST_AUTO_TEST_CASE(of_eight_resets_at_once_one_sets_its_password) {
  const auto mail = letter();
  const ConfigWords patient = {{"password.hash_queue", "64"}, {"database.timeout", "20s"}};
  const auto answers = at_once(8, patient, [&](World& each, int n) {
    auto ask = each.ask();
    const Secret mine("violet tractors hum at midnight " + std::to_string(n));
    return word_of(service::reset_password(ask, tenant, {{Secret(token_in(mail)), "", {}}, mine}));
  });
  BOOST_TEST(count_of(answers, "ok") == 1);
  BOOST_TEST(count_of(answers, "TOKEN_EXPIRED") == 7);
  BOOST_TEST(count_events(world, tenant, "user_password_changed") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
