// Coming in with a password: what is the same for everybody, what is counted, what stays secret.
#include "service/accounts.hh"
#include "service/administration.hh"
#include "service/password.hh"
#include "store/users.hh"
#include "support/at_once.hh"
#include "support/integrity.hh"
#include "support/sign_in.hh"
#include "support/statement_relay.hh"
#include "support/test.hh"

using namespace doorward;
using tests::MadeUser;
using tests::word_of;
using tests::World;

namespace {

const std::string good_password = "correct horse battery staple";

struct Desk {
  explicit Desk(const ConfigWords& changes = {{"lockout.delay", "0s"}}) : world(changes) {}
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);

  Result<service::Entered> log_in(const std::string& email, const std::string& password, const std::string& device = "",
                                  const std::string& cookie = "") {
    auto ask = world.ask();
    return service::log_in(ask, tenant, {email, Secret(password), device, cookie, Transport::token});
  }
  std::string word(const std::string& password) { return word_of(log_in(user.email, password)); }
  void fail(int times) {
    for (int i = 0; i < times; ++i) BOOST_TEST(word("wrong password " + std::to_string(i)) == "INVALID_CREDENTIALS");
  }
  void set_status(const MadeUser& who, UserStatus status) {
    store::TenantDb db(world.database, tenant);
    store::set_status(db, who.id, status, world.clock.now());
  }
  std::int64_t checked_failures() {
    return tests::number(world, tenant,
                         "SELECT COUNT(*) FROM t_events WHERE type = 'user_login_failed' AND data LIKE '%true%'");
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(log_in)

BOOST_AUTO_TEST_CASE(the_right_password_opens_a_session_with_its_events) {
  Desk desk;
  const auto entered = desk.log_in(desk.user.email, good_password);
  BOOST_REQUIRE_EQUAL(word_of(entered), "ok");
  BOOST_TEST(bool(entered->user.id == desk.user.id));
  BOOST_TEST(bool(entered->tenant.id == desk.tenant));
  BOOST_TEST(entered->tokens.has_value());
  BOOST_TEST(tests::count_events(desk.world, desk.tenant, "user_logged_in") == 1);
  BOOST_TEST(tests::count_events(desk.world, desk.tenant, "auth_session_created") == 1);
  BOOST_TEST(tests::count_events(desk.world, desk.tenant, "user_login_failed") == 0);
  BOOST_TEST(tests::number(desk.world, desk.tenant, "SELECT login_count FROM t_users") == 1);
}

BOOST_AUTO_TEST_CASE(unknown_wrong_locked_and_inactive_are_one) {
  Desk desk;
  const MadeUser inactive = desk.world.make_user(desk.tenant), locked = desk.world.make_user(desk.tenant),
                 suspended = desk.world.make_user(desk.tenant), used_up = desk.world.make_user(desk.tenant);
  desk.set_status(inactive, UserStatus::inactive);
  desk.set_status(locked, UserStatus::locked);
  desk.set_status(suspended, UserStatus::suspended);
  for (int i = 0; i < 5; ++i) (void)desk.log_in(used_up.email, "wrong password");
  (void)desk.log_in("warm@example.test", "wrong password");  // every statement is prepared

  struct Case {
    const char* what;
    std::string email, password;
  };
  const std::vector<Case> cases = {
      {"unknown", "nobody@example.test", good_password},  {"wrong", desk.user.email, "wrong password"},
      {"inactive, right", inactive.email, good_password}, {"inactive, wrong", inactive.email, "wrong password"},
      {"locked, right", locked.email, good_password},     {"suspended", suspended.email, good_password},
      {"used up, right", used_up.email, good_password}};
  std::optional<std::uint64_t> statements;
  for (const Case& one : cases) {
    desk.world.statements();
    const auto entered = desk.log_in(one.email, one.password);
    const auto sent = desk.world.statements();
    BOOST_TEST_CONTEXT(one.what) {
      BOOST_REQUIRE(!entered);
      BOOST_TEST(bool(entered.error().code == Code::INVALID_CREDENTIALS));
      BOOST_TEST(entered.error().detail == "");
      BOOST_TEST(entered.error().fields.empty());
      BOOST_TEST(entered.error().retry_after.count() == 0);
      if (!statements) statements = sent;
      BOOST_TEST(sent == *statements);
    }
  }
}

BOOST_AUTO_TEST_CASE(of_64_at_once_exactly_five_passwords_are_looked_at) {
  Desk desk;
  const ConfigWords calm = {{"lockout.delay", "0s"}, {"password.hash_queue", "128"}, {"password.hash_wait", "10s"}};
  const auto answers = tests::at_once(64, calm, [&](World& world, int number) {
    auto ask = world.ask();
    return word_of(service::log_in(
        ask, desk.tenant,
        {desk.user.email, Secret("wrong password " + std::to_string(number)), "", "", Transport::token}));
  });
  BOOST_TEST(tests::count_of(answers, "INVALID_CREDENTIALS") == 64);
  BOOST_TEST(desk.checked_failures() == 5);
  BOOST_TEST(tests::count_events(desk.world, desk.tenant, "user_account_locked") == 1);
  BOOST_TEST(desk.word(good_password) == "INVALID_CREDENTIALS");
}

BOOST_AUTO_TEST_CASE(spellings_of_one_name_share_one_counter) {
  Desk desk;
  std::string upper = desk.user.email;
  for (char& c : upper) c = char(std::toupper(static_cast<unsigned char>(c)));
  const std::string wide = "\xEF\xBD\x95" + desk.user.email.substr(1);  // U+FF55, full-width u
  for (const std::string& spelling : {desk.user.email, upper, " " + desk.user.email, wide, desk.user.email + " "})
    BOOST_TEST(word_of(desk.log_in(spelling, "wrong password")) == "INVALID_CREDENTIALS");
  BOOST_TEST(desk.checked_failures() == 5);
  BOOST_TEST(desk.word(good_password) == "INVALID_CREDENTIALS");
}

BOOST_AUTO_TEST_CASE(a_lock_ends_with_its_time_and_a_good_password_makes_the_allowance_whole) {
  Desk desk;
  desk.fail(4);
  BOOST_TEST(desk.word(good_password) == "ok");
  desk.fail(5);
  BOOST_TEST(desk.word(good_password) == "INVALID_CREDENTIALS");
  desk.world.clock.at += desk.world.config.lockout.time;
  BOOST_TEST(desk.word(good_password) == "ok");
}

BOOST_AUTO_TEST_CASE(an_administrator_unlocks) {
  Desk desk;
  desk.fail(5);
  desk.set_status(desk.user, UserStatus::locked);
  auto ask = desk.world.ask();
  const auto unlocked = service::unlock_user(ask, desk.tenant, desk.user.email);
  BOOST_REQUIRE_EQUAL(word_of(unlocked), "ok");
  BOOST_TEST(bool(unlocked->user.status == UserStatus::active));
  BOOST_TEST(desk.word(good_password) == "ok");
}

BOOST_AUTO_TEST_CASE(names_that_nobody_has_are_locked_too) {
  Desk desk;
  for (int i = 0; i < 6; ++i) (void)desk.log_in("nobody@example.test", "wrong password");
  BOOST_TEST(desk.checked_failures() == 5);
  BOOST_TEST(tests::count_events(desk.world, desk.tenant, "user_account_locked") == 1);
}

BOOST_AUTO_TEST_CASE(a_device_that_signed_in_before_keeps_its_own_allowance) {
  Desk desk;
  const auto before = desk.log_in(desk.user.email, good_password, "phone-0123456789abcdef");
  BOOST_REQUIRE(bool(before));
  const std::string cookie(before->device_cookie.reveal());
  desk.fail(5);
  BOOST_TEST(desk.word(good_password) == "INVALID_CREDENTIALS");
  BOOST_TEST(word_of(desk.log_in(desk.user.email, good_password, "", cookie)) == "ok");
  BOOST_TEST(word_of(desk.log_in(desk.user.email, good_password, "phone-0123456789abcdef")) == "ok");
  // Neither a forged cookie, nor a device that never was here, nor another account's cookie.
  std::string forged = cookie;
  forged[30] = forged[30] == 'A' ? 'B' : 'A';
  BOOST_TEST(word_of(desk.log_in(desk.user.email, good_password, "", forged)) == "INVALID_CREDENTIALS");
  BOOST_TEST(word_of(desk.log_in(desk.user.email, good_password, "phone-fedcba9876543210")) == "INVALID_CREDENTIALS");
  const MadeUser other = desk.world.make_user(desk.tenant);
  const auto stranger = desk.log_in(other.email, good_password);
  BOOST_REQUIRE(bool(stranger));
  BOOST_TEST(word_of(desk.log_in(desk.user.email, good_password, "", std::string(stranger->device_cookie.reveal()))) ==
             "INVALID_CREDENTIALS");
  // The device's allowance has an end as well.
  for (int i = 0; i < 5; ++i) (void)desk.log_in(desk.user.email, "wrong password", "", cookie);
  BOOST_TEST(word_of(desk.log_in(desk.user.email, good_password, "", cookie)) == "INVALID_CREDENTIALS");
}

BOOST_AUTO_TEST_CASE(growing_delays_are_said_and_not_waited_for) {
  Desk desk(ConfigWords{{"lockout.delay", "4s"}});
  desk.fail(3);
  const auto early = desk.log_in(desk.user.email, good_password);
  BOOST_REQUIRE(!early);
  BOOST_TEST(bool(early.error().code == Code::RATE_LIMIT_EXCEEDED));
  BOOST_TEST(early.error().retry_after.count() == 4);
  for (int i = 0; i < 3; ++i) (void)desk.log_in("nobody@example.test", "wrong password");
  const auto nobody = desk.log_in("nobody@example.test", "wrong password");
  BOOST_TEST(bool(nobody.error().code == Code::RATE_LIMIT_EXCEEDED));
  BOOST_TEST(nobody.error().retry_after.count() == 4);
  desk.world.clock.at += seconds(4);
  BOOST_TEST(desk.word(good_password) == "ok");
}

BOOST_AUTO_TEST_CASE(a_password_of_1025_bytes_is_refused_before_anything) {
  Desk desk;
  (void)desk.word(good_password);
  desk.world.statements();
  const auto refused = desk.log_in(desk.user.email, std::string(1025, 'a'));
  BOOST_REQUIRE(!refused);
  BOOST_TEST(bool(refused.error().code == Code::VALIDATION_ERROR));
  BOOST_TEST(refused.error().fields.at(0).field == "password");
  BOOST_TEST(desk.world.statements() == 0);
  for (const std::string& bad : {std::string(), std::string("with\0nul", 8), std::string("\xFF\xFE not text")})
    BOOST_TEST(word_of(desk.log_in(desk.user.email, bad)) == "VALIDATION_ERROR");
}

BOOST_AUTO_TEST_CASE(a_password_is_the_same_in_whatever_normal_form_it_is_typed) {
  Desk desk;
  auto ask = desk.world.ask();
  const std::string composed = "caf\xC3\xA9 au lait with plenty of words",
                    decomposed = "cafe\xCC\x81 au lait with plenty of words";
  BOOST_REQUIRE_EQUAL(word_of(service::set_password(ask, desk.tenant, desk.user.email, Secret(decomposed))), "ok");
  BOOST_TEST(desk.word(composed) == "ok");
  BOOST_TEST(desk.word(decomposed) == "ok");
  BOOST_TEST(desk.word("cafe au lait with plenty of words") == "INVALID_CREDENTIALS");
}

BOOST_AUTO_TEST_CASE(a_hash_of_another_cost_is_replaced_once_at_the_next_good_sign_in) {
  Desk desk;
  const auto stored = [&] {
    store::TenantDb db(desk.world.database, desk.tenant);
    return store::find_user(db, desk.user.id)->password_hash;
  };
  const std::string before = stored();
  World dearer(ConfigWords{{"password.argon2_memory_kib", "128"}});
  auto ask = dearer.ask();
  const auto enter = [&](const std::string& password) {
    return word_of(service::log_in(ask, desk.tenant, {desk.user.email, Secret(password), "", "", Transport::session}));
  };
  BOOST_TEST(enter("wrong password") == "INVALID_CREDENTIALS");
  BOOST_TEST(stored() == before);
  BOOST_TEST(enter(good_password) == "ok");
  const std::string after = stored();
  BOOST_TEST(after.starts_with("$argon2id$v=19$m=128,t=1,p=1$"));
  BOOST_TEST(enter(good_password) == "ok");
  BOOST_TEST(stored() == after);
  store::TenantDb db(desk.world.database, desk.tenant);
  BOOST_TEST(store::dearest_password_work(db) == 128);
}

BOOST_AUTO_TEST_CASE(a_wrong_password_costs_what_the_dearest_stored_hash_costs) {
  Desk desk;
  auto ask = desk.world.ask();
  const Secret password("some password or other");
  const auto least_time = [&](std::int64_t work) {  // of several: the machine may be busy
    auto least = std::chrono::steady_clock::duration::max();
    for (int i = 0; i < 5; ++i) {
      const auto start = std::chrono::steady_clock::now();
      BOOST_TEST(!service::check_in_slot(ask, password, "", work)->right);
      least = std::min(least, std::chrono::steady_clock::now() - start);
    }
    return least;
  };
  BOOST_TEST(((least_time(131072) > 20 * least_time(64))));
}

BOOST_AUTO_TEST_CASE(an_outage_is_no_wrong_password_and_costs_no_allowance) {
  Desk desk;
  World full({{"password.hash_queue", "0"}, {"password.hash_slots", "1"}, {"password.hash_wait", "0s"}});
  const auto held = full.slots.take();
  BOOST_REQUIRE(bool(held));
  auto ask = full.ask();
  for (int i = 0; i < 8; ++i)
    BOOST_TEST(word_of(service::log_in(ask, desk.tenant,
                                       {desk.user.email, Secret(good_password), "", "", Transport::token})) ==
               "OVERLOADED");
  BOOST_TEST(desk.word(good_password) == "ok");
  World dark(ConfigWords{{"database.hosts", "/nonexistent/mysql.sock"}});
  auto in_the_dark = dark.ask();
  BOOST_CHECK_EXCEPTION((void)service::log_in(in_the_dark, desk.tenant,
                                              {desk.user.email, Secret(good_password), "", "", Transport::token}),
                        Failure, [](const Failure& failure) { return failure.code() == Code::DEPENDENCY_DOWN; });
}

BOOST_AUTO_TEST_CASE(an_unverified_address_is_said_only_to_who_knows_the_password) {
  Desk desk;
  store::TenantDb db(desk.world.database, desk.tenant);
  db.run("UPDATE t_users SET email_verified_at = NULL");
  World strict({{"registration.verify_email", "true"}, {"lockout.delay", "0s"}});
  auto ask = strict.ask();
  const auto enter = [&](const std::string& password) {
    return word_of(service::log_in(ask, desk.tenant, {desk.user.email, Secret(password), "", "", Transport::token}));
  };
  BOOST_TEST(enter("wrong password") == "INVALID_CREDENTIALS");
  for (int i = 0; i < 7; ++i) BOOST_TEST(enter(good_password) == "EMAIL_NOT_VERIFIED");
  desk.set_status(desk.user, UserStatus::inactive);
  BOOST_TEST(enter(good_password) == "INVALID_CREDENTIALS");
  BOOST_TEST(tests::number(desk.world, desk.tenant, "SELECT COUNT(*) FROM t_sessions") == 0);
}

BOOST_AUTO_TEST_CASE(a_worker_killed_at_any_command_leaves_no_half_made_session) {
  Desk desk;
  const auto once = [&](World& world) {
    auto ask = world.ask();
    if (!service::log_in(ask, desk.tenant, {desk.user.email, Secret(good_password), "", "", Transport::token}))
      throw Failure("refused");
  };
  tests::Relayed outcome{true, 0};
  for (int command = 1; outcome.killed; ++command) {
    outcome = tests::run_and_kill(desk.world.clock.now(), command, tests::KillAt::before, once);
    for (const std::string& row : tests::broken_rows(desk.world, desk.tenant)) BOOST_ERROR(row);
    auto ask = desk.world.ask();
    BOOST_TEST(word_of(service::unlock_user(ask, desk.tenant, desk.user.email)) == "ok");
  }
  BOOST_TEST(outcome.commands > 10);
}

BOOST_AUTO_TEST_CASE(people_of_the_platform_and_of_resellers_come_in_without_naming_a_row) {
  Desk desk;
  auto ask = desk.world.ask();
  const TenantId house = desk.world.make_tenant("", "reseller");
  const MadeUser reseller = desk.world.make_user(house, "reseller"),
                 administrator = desk.world.make_user(platform_tenant, "platform_admin");
  const auto enter = [&](const MadeUser& who, const std::string& password) {
    return service::log_in_platform(ask, {who.email, Secret(password), "", "", Transport::token});
  };
  const auto as_reseller = enter(reseller, good_password), as_administrator = enter(administrator, good_password);
  BOOST_REQUIRE_EQUAL(word_of(as_reseller), "ok");
  BOOST_REQUIRE_EQUAL(word_of(as_administrator), "ok");
  BOOST_TEST(bool(as_reseller->session.tenant == house));
  BOOST_TEST(as_reseller->tenant.id.nil());
  BOOST_TEST(as_administrator->session.tenant.nil());
  BOOST_TEST(word_of(enter(reseller, "wrong password")) == "INVALID_CREDENTIALS");
  BOOST_TEST(word_of(enter(desk.user, good_password)) == "INVALID_CREDENTIALS");  // lives in a tenant
}

BOOST_AUTO_TEST_CASE(no_part_of_a_password_or_token_stands_in_the_database) {
  Desk desk;
  const std::string canary = "canary-7f3a-password-that-nobody-has";
  (void)desk.log_in(desk.user.email, canary);
  (void)desk.log_in("nobody@example.test", canary);
  const auto entered = desk.log_in(desk.user.email, good_password);
  BOOST_REQUIRE(bool(entered));
  for (const std::string& secret : {canary, good_password, std::string(entered->tokens->refresh_token.reveal())})
    for (const char* column : {"t_events.data", "t_event_details.personal", "t_event_details.user_agent"}) {
      const std::string table = std::string(column).substr(0, std::string(column).find('.'));
      BOOST_TEST(tests::number(desk.world, desk.tenant,
                               "SELECT COUNT(*) FROM " + table + " WHERE INSTR(" + column + ", ?) > 0", {secret}) == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()
