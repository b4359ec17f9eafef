// A tenant's places: as many come in as there are, whoever makes them and however many try at once.
#include "service/places.hh"

#include "base/encode.hh"
#include "service/accounts.hh"
#include "service/administration.hh"
#include "store/settings.hh"
#include "store/tenants.hh"
#include "store/usage.hh"
#include "support/at_once.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using tests::word_of;
using tests::World;

namespace {

struct House {
  explicit House(const std::string& overrides) { allow(overrides); }
  void allow(const std::string& overrides) {
    world.platform().mysql().run("UPDATE tenants SET overrides = ? WHERE id = ?", {overrides, port::sql(tenant)});
  }
  std::int64_t used() {
    store::TenantDb db(world.database, tenant);
    return store::used_places(db, service::limit::users);
  }
  std::int64_t people() { return tests::number(world, tenant, "SELECT COUNT(*) FROM t_users"); }

  World world;
  TenantId tenant = world.make_tenant();
};

std::string fresh_address(World& world) { return "p-" + to_hex(world.random.bytes(6)) + "@example.test"; }

Result<service::Registered> enroll(World& world, TenantId tenant, const std::string& email) {
  auto ask = world.ask();
  return service::register_user(ask, tenant, {email, Secret("violet tractors hum at midnight"), "Grace", "Hopper"},
                                Transport::token);
}

Result<User> make(World& world, TenantId tenant) {
  auto ask = world.ask();
  return service::create_user(
      ask, tenant, {fresh_address(world), "Ada", "Lovelace", Secret("violet tractors hum at midnight"), "user", false});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(places)

BOOST_AUTO_TEST_CASE(of_fifty_at_once_exactly_the_free_places_come_in) {
  House house("max_users=7");
  for (int i = 0; i < 2; ++i) BOOST_TEST(word_of(make(house.world, house.tenant)) == "ok");
  const ConfigWords patient = {{"password.hash_queue", "128"}, {"database.timeout", "30s"}};
  const auto answers = tests::at_once(50, patient, [&](World& world, int number) {
    return number % 5 == 0 ? word_of(make(world, house.tenant))
                           : word_of(enroll(world, house.tenant, fresh_address(world)));
  });
  BOOST_TEST(tests::count_of(answers, "ok") == 5);
  BOOST_TEST(tests::count_of(answers, "USER_LIMIT_EXCEEDED") == 45);
  BOOST_TEST(house.people() == 7);
  BOOST_TEST(house.used() == 7);
  BOOST_TEST(tests::count_events(house.world, house.tenant, "user_created") == 7);
}

BOOST_AUTO_TEST_CASE(the_refusal_says_limit_and_number_and_a_place_given_back_is_free) {
  House house("max_users=1");
  BOOST_TEST(word_of(make(house.world, house.tenant)) == "ok");
  const auto full = make(house.world, house.tenant);
  BOOST_REQUIRE_EQUAL(word_of(full), "USER_LIMIT_EXCEEDED");
  BOOST_REQUIRE(full.error().places.has_value());
  BOOST_TEST(full.error().places->limit == 1);
  BOOST_TEST(full.error().places->used == 1);
  {
    store::TenantDb db(house.world.database, house.tenant);
    db.transaction([&] { return service::give_place_back(db, service::limit::users), true; });
  }
  BOOST_TEST(word_of(make(house.world, house.tenant)) == "ok");
  house.allow("max_users=none");
  BOOST_TEST(word_of(make(house.world, house.tenant)) == "ok");
  BOOST_TEST(house.used() == 2);
}

BOOST_AUTO_TEST_CASE(what_fails_takes_no_place) {
  House house("max_users=2");
  const std::string email = fresh_address(house.world);
  BOOST_TEST(word_of(enroll(house.world, house.tenant, email)) == "ok");
  for (int i = 0; i < 3; ++i) BOOST_TEST(word_of(enroll(house.world, house.tenant, email)) == "USER_EXISTS");
  BOOST_TEST(house.used() == 1);
}

BOOST_AUTO_TEST_CASE(a_full_tenant_does_not_tell_which_addresses_it_knows) {
  House house("max_users=1");
  {
    store::TenantDb db(house.world.database, house.tenant);
    store::put_setting(db, "registration.verify_email", "true", house.world.clock.now());
  }
  const std::string email = fresh_address(house.world);
  BOOST_TEST(word_of(enroll(house.world, house.tenant, email)) == "ok");
  BOOST_TEST(word_of(enroll(house.world, house.tenant, email)) == "USER_LIMIT_EXCEEDED");
  BOOST_TEST(word_of(enroll(house.world, house.tenant, fresh_address(house.world))) == "USER_LIMIT_EXCEEDED");
}

BOOST_AUTO_TEST_CASE(people_of_the_platform_and_of_resellers_are_not_counted) {
  World world;
  const auto reseller = world.make_tenant("", "reseller");
  auto ask = world.ask();
  world.platform().mysql().run("UPDATE tenants SET overrides = 'max_users=1' WHERE id = ?", {port::sql(reseller)});
  for (int i = 0; i < 2; ++i)
    BOOST_TEST(word_of(service::create_user(ask, reseller,
                                            {fresh_address(world), "Ada", "Lovelace",
                                             Secret("violet tractors hum at midnight"), "reseller", false})) == "ok");
}

BOOST_AUTO_TEST_SUITE_END()
