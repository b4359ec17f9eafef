// POST /auth/tenant/domain/verify, and what GET /auth/tenant says of it.
#include "store/domain_checks.hh"
#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

namespace {

struct Owned {
  House house{ConfigWords{{"limits.scale", "100000"}}, "owner"};
  std::string domain = house.slug + ".example";

  Headers as(const MadeUser& who) {
    return bearer(std::string(sign_in(house.world, who).tokens->access_token.reveal()));
  }
  Response want() {
    return house.desk.json("PATCH", "/auth/tenant", Json::Object{{"custom_domain", domain}}, as(house.user));
  }
  Response verify(const MadeUser& who) {
    return house.desk.send("POST", "/auth/tenant/domain/verify", "", "", as(who));
  }
  Json shown() { return json_of(house.desk.get("/auth/tenant", as(house.user))); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(domain_check, Owned)

BOOST_AUTO_TEST_CASE(an_owner_asks_and_sees_what_became_of_it) {
  BOOST_TEST(code_of(verify(house.user)) == "NOT_FOUND");
  BOOST_REQUIRE(want().status == 200);
  BOOST_TEST(shown().find("domain_check")->null());
  const auto asked = verify(house.user);
  BOOST_TEST(asked.status == 202);
  const auto now = to_rfc3339(house.world.clock.at);
  BOOST_TEST(port::dump_json(json_of(asked)) ==
             R"({"url":"https://)" + domain + R"(/.well-known/doorward-domain","asked_at":")" + now + R"("})");
  BOOST_TEST(port::dump_json(*shown().find("domain_check")) ==
             R"({"asked_at":")" + now + R"(","checked_at":null,"why":null})");
  const auto again = verify(house.user);
  BOOST_TEST(again.status == 429);
  BOOST_TEST(header_of(again, "Retry-After") == "60");
  store::note_domain_check(house.world.platform(), {house.tenant, domain, house.world.clock.at}, "missing",
                           house.world.clock.at, false);
  BOOST_TEST(port::dump_json(*shown().find("domain_check")) ==
             R"({"asked_at":")" + now + R"(","checked_at":")" + now + R"(","why":"missing"})");
}

BOOST_AUTO_TEST_CASE(nobody_below_asks_and_nobody_below_sees) {
  BOOST_REQUIRE(want().status == 200);
  const auto user = house.world.make_user(house.tenant);
  BOOST_TEST(code_of(verify(user)) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(!json_of(house.desk.get("/auth/tenant", as(user))).find("domain_check"));
  BOOST_TEST(house.desk.send("POST", "/auth/tenant/domain/verify", "", "").status == 401);
}

BOOST_AUTO_TEST_CASE(it_is_a_matter_of_the_plan) {
  house.world.platform().mysql().run("UPDATE tenants SET plan_type = 'basic' WHERE id = ?", {port::sql(house.tenant)});
  BOOST_TEST(code_of(verify(house.user)) == "FEATURE_NOT_AVAILABLE");
}

BOOST_AUTO_TEST_SUITE_END()
