// What an operator makes and mends.
#include "service/administration.hh"

#include "base/encode.hh"
#include "service/accounts.hh"
#include "store/roles.hh"
#include "support/at_once.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using tests::word_of;
using tests::World;

namespace {

struct Desk {
  World world;
  service::Ask ask = world.ask();

  std::string fresh(const std::string& what) { return what + "-" + to_hex(world.random.bytes(6)); }
  Result<Tenant> make(const service::NewTenant& wanted) {
    return service::create_tenant(ask, world.platform(), wanted);
  }
  service::NewUser person(const std::string& role) {
    return {fresh("p") + "@example.test", "Ada", "Lovelace", Secret("violet tractors hum at midnight"), role, false};
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(administration)

BOOST_AUTO_TEST_CASE(a_tenant_is_made_with_its_settings_and_found_by_slug_and_id) {
  Desk desk;
  const std::string slug = desk.fresh("made");
  const auto made = desk.make({slug, "", "pro", false, {{"registration.mode", "closed"}}});
  BOOST_REQUIRE_EQUAL(word_of(made), "ok");
  BOOST_TEST(made->name == slug);
  for (const std::string& name : {slug, made->id.text()}) {
    const auto found = service::show_tenant(desk.ask, desk.world.platform(), name);
    BOOST_REQUIRE_EQUAL(word_of(found), "ok");
    BOOST_TEST(bool(found->id == made->id));
    BOOST_TEST(found->plan_type == "pro");
  }
  BOOST_TEST(word_of(service::register_user(desk.ask, made->id, {"a@example.test", Secret("x"), "", ""},
                                            Transport::token)) == "REGISTRATION_CLOSED");
  BOOST_TEST(tests::count_events(desk.world, made->id, "organization_created") == 1);
  BOOST_TEST(word_of(desk.make({slug, "Again", "basic", false, {}})) == "SLUG_TAKEN");
}

BOOST_AUTO_TEST_CASE(what_a_tenant_cannot_be_is_refused) {
  Desk desk;
  const auto field = [&](const service::NewTenant& wanted) { return desk.make(wanted).error().fields.at(0).field; };
  BOOST_TEST(word_of(desk.make({"UPPER", "", "basic", false, {}})) == "SLUG_INVALID");
  BOOST_TEST(word_of(desk.make({"platform", "", "basic", false, {}})) == "SLUG_RESERVED");
  const std::string slug = desk.fresh("never");
  BOOST_TEST(field({slug, "", "golden", false, {}}) == "plan_type");
  BOOST_TEST(field({slug, "", "basic", false, {{"database.schema", "mysql"}}}) == "database.schema");
  BOOST_TEST(word_of(desk.make({slug, "", "basic", false, {{"registration.mode", "sometimes"}}})) ==
             "VALIDATION_ERROR");
  BOOST_TEST(word_of(desk.make({slug, std::string("a\nb"), "basic", false, {}})) == "VALIDATION_ERROR");
  BOOST_TEST(word_of(service::show_tenant(desk.ask, desk.world.platform(), slug)) == "INVALID_TENANT");
  BOOST_TEST(word_of(service::show_tenant(desk.ask, desk.world.platform(), "")) == "INVALID_TENANT");
  BOOST_TEST(word_of(service::show_tenant(desk.ask, desk.world.platform(), Id{}.text())) == "INVALID_TENANT");
}

BOOST_AUTO_TEST_CASE(people_are_made_with_roles_that_fit_their_row) {
  Desk desk;
  const TenantId tenant = desk.world.make_tenant(), house = desk.world.make_tenant("", "reseller");
  {
    store::TenantDb db(desk.world.database, tenant);
    store::insert_role(db, {"clerk", {"reports.read"}}, desk.ask.now);
  }
  const auto word = [&](TenantId where, const char* role) {
    return word_of(service::create_user(desk.ask, where, desk.person(role)));
  };
  for (const char* role : {"owner", "admin", "manager", "user", "viewer", "clerk"})
    BOOST_TEST(word(tenant, role) == "ok");
  for (const char* role : {"platform_admin", "reseller", "king", ""})
    BOOST_TEST(word(tenant, role) == "VALIDATION_ERROR");
  BOOST_TEST(word(house, "reseller") == "ok");
  BOOST_TEST(word(platform_tenant, "platform_admin") == "ok");
  for (const char* role : {"owner", "platform_admin", "clerk"}) BOOST_TEST(word(house, role) == "VALIDATION_ERROR");
  BOOST_TEST(word(platform_tenant, "owner") == "VALIDATION_ERROR");
  BOOST_TEST(word(TenantId(desk.world.random.id(desk.ask.now)), "user") == "INVALID_TENANT");
}

BOOST_AUTO_TEST_CASE(people_of_the_platform_have_one_home) {
  Desk desk;
  const TenantId house = desk.world.make_tenant("", "reseller"), other = desk.world.make_tenant("", "reseller");
  auto person = desk.person("reseller");
  BOOST_TEST(word_of(service::create_user(desk.ask, house, person)) == "ok");
  BOOST_TEST(word_of(service::create_user(desk.ask, other, person)) == "USER_EXISTS");
  person.role = "platform_admin";
  BOOST_TEST(word_of(service::create_user(desk.ask, platform_tenant, person)) == "USER_EXISTS");
  person.role = "user";
  BOOST_TEST(word_of(service::create_user(desk.ask, desk.world.make_tenant(), person)) == "ok");
}

BOOST_AUTO_TEST_CASE(an_account_is_found_listed_and_vouched_for) {
  Desk desk;
  const TenantId tenant = desk.world.make_tenant(), other = desk.world.make_tenant();
  auto wanted = desk.person("manager");
  wanted.verified = true;
  const auto made = service::create_user(desk.ask, tenant, wanted);
  BOOST_REQUIRE_EQUAL(word_of(made), "ok");
  BOOST_TEST(word_of(service::create_user(desk.ask, tenant, wanted)) == "USER_EXISTS");
  for (const std::string& name : {wanted.email, made->id.text()}) {
    const auto found = service::show_user(desk.ask, tenant, name);
    BOOST_REQUIRE_EQUAL(word_of(found), "ok");
    BOOST_TEST(found->email_verified);
    BOOST_TEST(found->role == "manager");
    BOOST_TEST(word_of(service::show_user(desk.ask, other, name)) == "USER_NOT_FOUND");
  }
  const auto second = service::create_user(desk.ask, tenant, desk.person("user"));
  BOOST_REQUIRE(bool(second));
  BOOST_TEST(service::list_users(desk.ask, tenant, {}, 10).size() == 2);
  BOOST_TEST(service::list_users(desk.ask, tenant, made->id, 10).size() == (second->id > made->id ? 1 : 0));
  BOOST_TEST(word_of(service::unlock_user(desk.ask, tenant, "nobody")) == "USER_NOT_FOUND");
}

BOOST_AUTO_TEST_CASE(of_fifty_operators_with_one_slug_one_makes_it) {
  Desk desk;
  const std::string slug = desk.fresh("race");
  const auto answers = tests::at_once(50, ConfigWords{{"database.timeout", "20s"}}, [&](World& world, int) {
    auto ask = world.ask();
    return word_of(service::create_tenant(ask, world.platform(), {slug, "", "basic", false, {}}));
  });
  BOOST_TEST(tests::count_of(answers, "ok") == 1);
  BOOST_TEST(tests::count_of(answers, "SLUG_TAKEN") == 49);
}

BOOST_AUTO_TEST_SUITE_END()
