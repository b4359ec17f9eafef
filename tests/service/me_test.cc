// Oneself: looked at and changed.
#include "service/accounts.hh"
#include "service/visitor.hh"
#include "support/at_once.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using tests::word_of;
using tests::World;

namespace {

struct Desk {
  World world;
  TenantId tenant = world.make_tenant();
  tests::MadeUser user = world.make_user(tenant);
  service::Entered entered = tests::sign_in(world, user);
  service::Ask ask = world.ask();

  Visitor visitor() {
    return *service::by_access_token(ask, entered.tokens->access_token.reveal(), CredentialKind::bearer);
  }
  Result<service::Me> change(const service::MeChange& wanted) { return service::change_me(ask, visitor(), wanted); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(oneself)

BOOST_AUTO_TEST_CASE(shows_account_tenant_and_permissions) {
  Desk desk;
  const auto me = service::me(desk.ask, desk.visitor());
  BOOST_REQUIRE_EQUAL(word_of(me), "ok");
  BOOST_TEST(me->user.email == desk.user.email);
  BOOST_TEST(bool(me->tenant.id == desk.tenant));
  BOOST_TEST(!me->permissions.empty());
}

BOOST_AUTO_TEST_CASE(changes_what_is_said_and_nothing_else_and_the_gate_learns_of_it) {
  Desk desk;
  (void)desk.visitor();  // now remembered
  const auto changed =
      desk.change({"Zo\xC3\xAB", std::nullopt, "https://example.test/z.png", "Europe/Berlin", "de-DE"});
  BOOST_REQUIRE_EQUAL(word_of(changed), "ok");
  BOOST_TEST(changed->user.first_name == "Zo\xC3\xAB");
  BOOST_TEST(changed->user.last_name == "Test");
  BOOST_TEST(desk.visitor().user.first_name == "Zo\xC3\xAB");
  BOOST_TEST(tests::count_events(desk.world, desk.tenant, "user_profile_changed") == 1);
  BOOST_TEST(word_of(desk.change({"Zo\xC3\xAB", {}, {}, {}, {}})) == "ok");  // the same again is no change
  BOOST_TEST(tests::count_events(desk.world, desk.tenant, "user_profile_changed") == 1);
}

BOOST_AUTO_TEST_CASE(refuses_forms_that_could_hurt_and_names_each_field) {
  Desk desk;
  const auto refused = desk.change({"a\r\nb", std::string(101, 'x'), "javascript:alert(1)", "../etc", "de_DE\""});
  BOOST_REQUIRE(!refused);
  std::vector<std::string> fields;
  for (const auto& error : refused.error().fields) fields.push_back(error.field);
  const std::vector<std::string> wanted = {"first_name", "last_name", "avatar_url", "timezone", "locale"};
  BOOST_TEST(fields == wanted, boost::test_tools::per_element());
  BOOST_TEST(service::me(desk.ask, desk.visitor())->user.first_name == "Ada");
}

BOOST_AUTO_TEST_SUITE_END()
