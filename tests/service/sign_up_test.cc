// An organization is made whole or not at all.
#include <optional>

#include "base/encode.hh"
#include "service/accounts.hh"
#include "service/own_address.hh"
#include "store/users.hh"
#include "support/at_once.hh"
#include "support/integrity.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/statement_relay.hh"
#include "support/test.hh"

using namespace doorward;
using tests::word_of;
using tests::World;

namespace {

std::string fresh_slug(World& world) { return "signed-up-" + to_hex(world.random.bytes(8)); }

service::SignUp wish(const std::string& slug) {
  return {"Acme Works",
          slug,
          {"ada@example.test", Secret("violet tractors hum at midnight"), "Ada", "Lovelace"},
          Transport::token};
}

Result<service::Registered> sign_up(World& world, const service::SignUp& wanted) {
  auto ask = world.ask();
  return service::sign_up(ask, wanted);
}

/// Rows that a half-made organization would leave; whoever has one of these tables has all.
std::int64_t half_made(World& world) {
  std::int64_t rows = -1;
  world.owner().each(
      "SELECT (SELECT COUNT(*) FROM tenants t WHERE t.slug LIKE 'signed-up-%' AND NOT EXISTS "
      "          (SELECT 1 FROM users u WHERE u.tenant_id = t.id AND u.role = 'owner'))"
      "     + (SELECT COUNT(*) FROM tenants t WHERE t.slug LIKE 'signed-up-%' AND (SELECT COUNT(*) FROM events e "
      "          WHERE e.tenant_id = t.id) < 6)"
      "     + (SELECT COUNT(*) FROM tenants t WHERE t.slug LIKE 'signed-up-%' AND NOT EXISTS "
      "          (SELECT 1 FROM tenant_settings s WHERE s.tenant_id = t.id))"
      "     + (SELECT COUNT(*) FROM users u WHERE u.email_key = 'ada@example.test' AND NOT EXISTS "
      "          (SELECT 1 FROM tenants t WHERE t.id = u.tenant_id))"
      "     + (SELECT COUNT(*) FROM users u WHERE u.email_key = 'ada@example.test' AND NOT EXISTS "
      "          (SELECT 1 FROM sessions s JOIN refresh_tokens r ON r.tenant_id = s.tenant_id AND r.session_id = s.id "
      "           WHERE s.tenant_id = u.tenant_id AND s.user_id = u.id))",
      {}, [&](const port::SqlRow& row) { rows = row.number(0); });
  return rows;
}

bool exists(World& world, const std::string& slug) { return world.database.tenant_by_slug(slug).has_value(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(sign_up_of_an_organization)

BOOST_AUTO_TEST_CASE(everything_is_there_afterwards) {
  World world;
  const std::string slug = fresh_slug(world);
  const auto made = sign_up(world, wish(slug));
  BOOST_REQUIRE_EQUAL(word_of(made), "ok");
  BOOST_REQUIRE(made->entered.has_value());
  const auto& entered = made->entered;
  BOOST_TEST(entered->tenant.slug == slug);
  BOOST_TEST(entered->user.role == "owner");
  BOOST_TEST(entered->tokens.has_value());
  BOOST_TEST(!entered->permissions.empty());
  const auto events = tests::events_of(world, entered->tenant.id);
  const std::vector<std::string> wanted = {
      "auth_session_created", "organization_created", "organization_signup_completed",
      "user_created",         "user_logged_in",       "user_role_created"};
  BOOST_TEST(events == wanted, boost::test_tools::per_element());
  BOOST_TEST(half_made(world) == 0);
  auto ask = world.ask();
  BOOST_TEST(word_of(service::log_in(
                 ask, entered->tenant.id,
                 {"ADA@example.TEST", Secret("violet tractors hum at midnight"), "", "", Transport::session})) == "ok");
}

BOOST_AUTO_TEST_CASE(refusals_name_the_field_and_leave_nothing) {
  World world;
  const std::string slug = fresh_slug(world);
  auto bad_slug = wish("Not A Slug"), reserved = wish("admin"), nameless = wish(slug), weak = wish(slug),
       no_mail = wish(slug), long_word = wish(slug), own_word = wish(slug);
  nameless.organization_name = " ";
  weak.owner.password = Secret("password1234567");
  no_mail.owner.email = "ada at example";
  no_mail.owner.first_name = "a\nb";
  long_word.owner.password = Secret(std::string(1025, 'x'));
  own_word.owner.password = Secret("acme works acme works");
  BOOST_TEST(word_of(sign_up(world, bad_slug)) == "SLUG_INVALID");
  BOOST_TEST(word_of(sign_up(world, reserved)) == "SLUG_RESERVED");
  BOOST_TEST(sign_up(world, nameless).error().fields.at(0).field == "organization.name");
  BOOST_TEST(word_of(sign_up(world, weak)) == "WEAK_PASSWORD");
  BOOST_TEST(word_of(sign_up(world, own_word)) == "WEAK_PASSWORD");
  const auto fields = sign_up(world, no_mail).error().fields;
  BOOST_REQUIRE(fields.size() == 2);
  BOOST_TEST(fields[0].field == "user.email");
  BOOST_TEST(fields[1].field == "user.first_name");
  BOOST_TEST(sign_up(world, long_word).error().fields.at(0).field == "user.password");
  World closed(ConfigWords{{"signup.enabled", "false"}});
  BOOST_TEST(word_of(sign_up(closed, wish(slug))) == "REGISTRATION_CLOSED");
  BOOST_TEST(!exists(world, slug));
}

BOOST_AUTO_TEST_CASE(of_fifty_who_want_one_slug_one_has_it) {
  World world;
  const std::string slug = fresh_slug(world);
  const ConfigWords patient = {{"password.hash_queue", "128"}, {"database.timeout", "20s"}};
  const auto answers =
      tests::at_once(50, patient, [&](World& mine, int) { return word_of(sign_up(mine, wish(slug))); });
  BOOST_TEST(tests::count_of(answers, "ok") == 1);
  BOOST_TEST(tests::count_of(answers, "SLUG_TAKEN") == 49);
  BOOST_TEST(half_made(world) == 0);
}

BOOST_AUTO_TEST_CASE(a_worker_killed_at_any_command_leaves_nothing_half_made) {
  World world;
  for (const tests::KillAt when : {tests::KillAt::before, tests::KillAt::after}) {
    int last_without = 0;
    tests::Relayed outcome{true, 0};
    for (int command = 1; outcome.killed; ++command) {
      const std::string slug = fresh_slug(world);
      outcome = tests::run_and_kill(world.clock.now(), command, when, [&](World& mine) {
        if (!sign_up(mine, wish(slug))) throw Failure("refused");
      });
      if (const auto made = world.database.tenant_by_slug(slug)) {
        for (const std::string& row : tests::broken_rows(world, *made)) BOOST_ERROR(row);
      } else {
        last_without = command;
      }
      BOOST_REQUIRE_EQUAL(half_made(world), 0);
    }
    BOOST_TEST(last_without > 15);                    // it did die in the middle
    BOOST_TEST(outcome.commands - last_without < 5);  // after the commit there is little left to do
  }
}

BOOST_AUTO_TEST_CASE(with_verification_the_owner_comes_in_when_the_address_is_verified) {
  World world(ConfigWords{{"registration.verify_email", "true"}});
  const std::string slug = "v" + fresh_slug(world);
  auto wanted = wish(slug);
  wanted.owner.email = slug + "@example.test";
  const auto made = sign_up(world, wanted);
  BOOST_REQUIRE_EQUAL(word_of(made), "ok");
  BOOST_TEST(made->verification_required);
  BOOST_TEST(!made->entered.has_value());
  const auto tenant = world.database.tenant_by_slug(slug);
  BOOST_REQUIRE(tenant.has_value());
  const auto log_in = [&] {
    auto ask = world.ask();
    return word_of(
        service::log_in(ask, *tenant, {wanted.owner.email, wanted.owner.password, "", "", Transport::token}));
  };
  BOOST_TEST(log_in() == "EMAIL_NOT_VERIFIED");
  const Secret token(tests::token_in(tests::last_letter_to(world, *tenant, wanted.owner.email)));
  auto ask = world.ask();
  BOOST_TEST(word_of(service::verify_own_address(ask, *tenant, {token, "", {}})) == "ok");
  BOOST_TEST(log_in() == "ok");
}

BOOST_AUTO_TEST_CASE(a_slug_is_free_or_says_why_not) {
  World world;
  auto ask = world.ask();
  const std::string slug = fresh_slug(world);
  BOOST_TEST(service::slug_available(ask, slug).available);
  BOOST_TEST(service::slug_available(ask, "admin").reason == "reserved");
  BOOST_TEST(service::slug_available(ask, "-x-").reason == "invalid");
  BOOST_REQUIRE(bool(sign_up(world, wish(slug))));
  BOOST_TEST(service::slug_available(ask, slug).reason == "taken");
  world.statements();
  BOOST_TEST(service::slug_available(ask, slug).reason == "taken");
  BOOST_TEST(world.statements() == 0);  // remembered
  ask.now += seconds(31);
  BOOST_TEST(service::slug_available(ask, slug).reason == "taken");
  BOOST_TEST(world.statements() > 0);
}

// Resellers and deleted tenants are found by nobody, yet their slugs cannot be had.
BOOST_AUTO_TEST_CASE(what_no_tenant_shows_may_be_taken_all_the_same) {
  World world;
  for (const char* change : {"UPDATE tenants SET kind = 'reseller' WHERE slug = ?",
                             "UPDATE tenants SET deleted_at = NOW(6) WHERE slug = ?"}) {
    const std::string slug = fresh_slug(world);
    BOOST_REQUIRE(bool(sign_up(world, wish(slug))));
    world.platform().mysql().run(change, {slug});
    BOOST_TEST(!exists(world, slug));
    auto ask = world.ask();
    BOOST_TEST(service::slug_available(ask, slug).reason == "taken");
    BOOST_TEST(word_of(sign_up(world, wish(slug))) == "SLUG_TAKEN");
  }
}

BOOST_AUTO_TEST_SUITE_END()
