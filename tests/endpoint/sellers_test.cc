// The people of a reseller: made by the platform, in by a letter.
#include "base/encode.hh"
#include "store/resellers.hh"
#include "support/desk.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

namespace {

struct Office {
  World world{{{"limits.scale", "1000"}}};
  Desk desk{world};
  std::string email = to_hex(world.random.bytes(6)) + "@example.test";

  Headers of(const MadeUser& who) { return bearer(std::string(sign_in(world, who).tokens->access_token.reveal())); }
  Headers admin = of(world.make_user(platform_tenant, "platform_admin"));
  TenantId reseller() {
    const auto made = world.make_tenant("", "reseller");
    store::put_quota(world.platform(), made, {1, std::nullopt, {"basic"}}, world.clock.now());
    return made;
  }
  Response add(const TenantId& at, const Headers& who) {
    return desk.post("/auth/platform/resellers/" + at.text() + "/users", Json::Object{{"email", email}}, who);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sellers, Office)

BOOST_AUTO_TEST_CASE(they_set_their_password_by_a_letter_and_sell) {
  const auto id = reseller();
  const auto made = add(id, admin);
  BOOST_TEST_REQUIRE(made.status == 201, made.body);
  BOOST_TEST(text_at(json_of(made), "role") == "reseller");
  const auto token = token_in(last_letter_to(world, id, email));
  const auto set = desk.post("/auth/password/reset", Json::Object{{"token", token}, {"new_password", good_password}});
  BOOST_TEST(set.status == 204, set.body);
  world.clock.at += seconds(2);
  const auto in =
      json_of(desk.post("/auth/platform/login", Json::Object{{"email", email}, {"password", good_password}}));
  const auto slug = "seller-" + to_hex(world.random.bytes(6));
  BOOST_TEST(desk.post("/auth/platform/tenants", Json::Object{{"slug", slug}, {"name", "Sold"}},
                       bearer(text_at(in, "tokens.access_token")))
                 .status == 201);
}

BOOST_AUTO_TEST_CASE(only_the_platform_makes_them_and_each_once) {
  const auto id = reseller();
  BOOST_TEST(code_of(add(id, of(world.make_user(id, "reseller")))) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(code_of(add(world.make_tenant(), admin)) == "NOT_FOUND");
  BOOST_TEST(add(id, admin).status == 201);
  BOOST_TEST(code_of(add(reseller(), admin)) == "USER_EXISTS");
}

BOOST_AUTO_TEST_SUITE_END()
