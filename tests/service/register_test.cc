// An account of one's own: who may, who was first, and what is told to whom.
#include "base/encode.hh"
#include "service/accounts.hh"
#include "store/settings.hh"
#include "store/users.hh"
#include "support/at_once.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using tests::word_of;
using tests::World;

namespace {

service::Person person(const std::string& email) {
  return {email, Secret("violet tractors hum at midnight"), "Grace", "Hopper"};
}

std::string fresh_address(World& world) { return "grace-" + to_hex(world.random.bytes(6)) + "@example.test"; }

Result<service::Registered> enroll(World& world, TenantId tenant, const std::string& email) {
  auto ask = world.ask();
  return service::register_user(ask, tenant, person(email), Transport::token);
}

void set(World& world, TenantId tenant, const std::string& name, const std::string& value) {
  store::TenantDb db(world.database, tenant);
  store::put_setting(db, name, value, world.clock.now());
}

struct Desk {
  World world;
  TenantId tenant = world.make_tenant();
};

}  // namespace

BOOST_AUTO_TEST_SUITE(registration)

BOOST_AUTO_TEST_CASE(an_open_tenant_takes_people_and_signs_them_in) {
  Desk desk;
  const std::string email = fresh_address(desk.world);
  const auto made = enroll(desk.world, desk.tenant, email);
  BOOST_REQUIRE_EQUAL(word_of(made), "ok");
  BOOST_REQUIRE(made->entered.has_value());
  BOOST_TEST(made->entered->user.role == "user");
  BOOST_TEST(!made->entered->user.email_verified);
  BOOST_TEST(word_of(enroll(desk.world, desk.tenant, email)) == "USER_EXISTS");
  BOOST_TEST(word_of(enroll(desk.world, desk.world.make_tenant(), email)) == "ok");  // another tenant, another account
  const std::vector<std::string> wanted = {"auth_session_created", "user_created", "user_logged_in",
                                           "user_role_created"};
  BOOST_TEST(tests::events_of(desk.world, desk.tenant, made->entered->user.id) == wanted,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(other_tenants_do_not) {
  Desk desk;
  for (const char* mode : {"closed", "invite"}) {
    set(desk.world, desk.tenant, "registration.mode", mode);
    BOOST_TEST(word_of(enroll(desk.world, desk.tenant, fresh_address(desk.world))) == "REGISTRATION_CLOSED");
  }
  BOOST_TEST(tests::number(desk.world, desk.tenant, "SELECT COUNT(*) FROM t_users") == 0);
}

BOOST_AUTO_TEST_CASE(of_fifty_with_one_address_one_is_made) {
  Desk desk;
  const std::string email = fresh_address(desk.world);
  const ConfigWords patient = {{"password.hash_queue", "128"}, {"database.timeout", "20s"}};
  const auto answers =
      tests::at_once(50, patient, [&](World& world, int) { return word_of(enroll(world, desk.tenant, email)); });
  BOOST_TEST(tests::count_of(answers, "ok") == 1);
  BOOST_TEST(tests::count_of(answers, "USER_EXISTS") == 49);
  BOOST_TEST(tests::number(desk.world, desk.tenant, "SELECT COUNT(*) FROM t_users") == 1);
  BOOST_TEST(tests::count_events(desk.world, desk.tenant, "user_created") == 1);
  BOOST_TEST(tests::number(desk.world, desk.tenant, "SELECT COUNT(*) FROM t_sessions") == 1);
}

BOOST_AUTO_TEST_CASE(with_verification_new_and_known_addresses_get_one_answer_and_different_mail) {
  Desk desk;
  set(desk.world, desk.tenant, "registration.verify_email", "true");
  const std::string email = fresh_address(desk.world);
  for (int i = 0; i < 2; ++i) {
    const auto answer = enroll(desk.world, desk.tenant, email);
    BOOST_REQUIRE_EQUAL(word_of(answer), "ok");
    BOOST_TEST(answer->verification_required);
    BOOST_TEST(!answer->entered.has_value());
    desk.world.clock.at += std::chrono::milliseconds(1);
  }
  BOOST_TEST(tests::number(desk.world, desk.tenant, "SELECT COUNT(*) FROM t_users") == 1);
  BOOST_TEST(tests::number(desk.world, desk.tenant, "SELECT COUNT(*) FROM t_sessions") == 0);
  const auto letters = tests::letters_to(desk.world, desk.tenant, email);
  BOOST_REQUIRE(letters.size() == 2);
  BOOST_TEST(letters[0].about == "verify");
  BOOST_TEST(letters[1].about == "known");
  BOOST_TEST(letters[1].values.count("LINK") == 0U);
  auto ask = desk.world.ask();
  BOOST_TEST(word_of(service::log_in(ask, desk.tenant, {email, person("").password, "", "", Transport::token})) ==
             "EMAIL_NOT_VERIFIED");
}

BOOST_AUTO_TEST_CASE(a_request_writes_its_mail_down_sealed_and_sends_nothing) {
  Desk desk;
  set(desk.world, desk.tenant, "registration.verify_email", "true");
  const std::string email = fresh_address(desk.world);
  BOOST_TEST(word_of(enroll(desk.world, desk.tenant, email)) == "ok");
  BOOST_TEST(tests::number(desk.world, desk.tenant,
                           "SELECT COUNT(*) FROM t_outbox WHERE done_at IS NULL AND tries = 0 AND about = 'verify'") ==
             1);
  BOOST_TEST(tests::number(desk.world, desk.tenant, "SELECT COUNT(*) FROM t_outbox WHERE INSTR(payload, ?) > 0",
                           {email}) == 0);
}

BOOST_AUTO_TEST_CASE(a_name_that_a_stranger_chose_is_not_written_to_an_address_that_nobody_verified) {
  Desk desk;
  set(desk.world, desk.tenant, "registration.verify_email", "true");
  const std::string email = fresh_address(desk.world);
  (void)enroll(desk.world, desk.tenant, email);
  BOOST_TEST(tests::last_letter_to(desk.world, desk.tenant, email).values.at("NAME") == email);
}

BOOST_AUTO_TEST_CASE(a_known_address_is_written_to_three_times_in_an_hour_at_most) {
  Desk desk;
  set(desk.world, desk.tenant, "registration.verify_email", "true");
  const std::string email = fresh_address(desk.world);
  for (int i = 0; i < 6; ++i) BOOST_TEST(word_of(enroll(desk.world, desk.tenant, email)) == "ok");
  BOOST_TEST(tests::letters_to(desk.world, desk.tenant, email).size() == 3U);
  desk.world.clock.at += std::chrono::hours(1);
  (void)enroll(desk.world, desk.tenant, email);
  BOOST_TEST(tests::letters_to(desk.world, desk.tenant, email).size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
