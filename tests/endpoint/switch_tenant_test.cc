// One person in two tenants, over HTTP: linking, the list, going to and fro, and what strangers learn of it.
#include "http/cookie.hh"
#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;

namespace {

struct Two : House {
  MadeUser other = world.make_user(world.make_tenant(), "admin");
  std::string there = world.slug_of(other.tenant);
  Two() {
    desk.always = {};  // whoever is signed in needs to name no tenant
  }
  Response link(const std::string& token, const std::string& where, const MadeUser& whom) {
    return desk.post("/auth/identities/link",
                     Json::Object{{"tenant_id", where}, {"email", whom.email}, {"password", whom.password.reveal()}},
                     bearer(token));
  }
  Response go(const std::string& where, const Headers& headers) {
    return desk.post("/auth/switch-tenant", Json::Object{{"tenant_id", where}}, headers);
  }
};

struct LinkedTwo : Two {
  std::string token = access_token(user);
  LinkedTwo() { BOOST_TEST_REQUIRE(link(token, there, other).status == 200); }
};

const Headers same_origin = {{"sec-fetch-site", "same-origin"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(switching)

BOOST_FIXTURE_TEST_CASE(a_linked_account_is_listed_and_gone_to, LinkedTwo) {
  const auto list = json_of(desk.get("/auth/identities", bearer(token)));
  const auto& items = *list.find("items")->array();
  BOOST_REQUIRE(items.size() == 2u);
  BOOST_TEST(text_at(items[1], "tenant.slug") == there);
  BOOST_TEST(*items[0].find("current")->flag());
  const auto gone = go(there, bearer(token));
  BOOST_TEST_REQUIRE(gone.status == 200, gone.body);
  const auto in = json_of(gone);
  BOOST_TEST(text_at(in, "user.id") == other.id.text());
  BOOST_TEST(in.find("tenants")->array()->size() == 2u);
  const auto second = text_at(in, "tokens.access_token");
  BOOST_TEST(text_at(json_of(desk.get("/auth/me", bearer(second))), "tenant.slug") == there);
  BOOST_TEST(desk.get("/auth/me", bearer(token)).status == 200);  // tokens of the first go on
  const auto login = json_of(desk.post("/auth/login?tenant_id=" + there, credentials(other)));
  BOOST_REQUIRE(login.find("tenants")->array()->size() == 2u);
  BOOST_TEST(text_at(login.find("tenants")->array()->at(1), "slug") == slug);
  BOOST_TEST(desk.send("DELETE", "/auth/identities/" + other.tenant.text(), "", "", bearer(token)).status == 204);
  BOOST_TEST(go(there, bearer(token)).status == 404);
}

BOOST_FIXTURE_TEST_CASE(a_browsers_cookie_is_replaced_and_its_session_ends, LinkedTwo) {
  desk.always = {{"sec-fetch-site", "same-origin"}};
  BOOST_TEST_REQUIRE(desk.post("/auth/login?tenant_id=" + slug, credentials(user, "session")).status == 200);
  const auto before = desk.cookies;
  const auto gone = go(other.tenant.text(), {});
  BOOST_TEST_REQUIRE(gone.status == 200, gone.body);
  BOOST_TEST(gone.body.find("access_token") == std::string::npos);
  BOOST_TEST(text_at(json_of(desk.get("/auth/me")), "tenant.slug") == there);
  desk.cookies = before;
  BOOST_TEST(desk.get("/auth/me").status == 401);
}

BOOST_FIXTURE_TEST_CASE(another_transport_takes_the_old_cookies_away, LinkedTwo) {
  desk.always = same_origin;
  BOOST_TEST_REQUIRE(desk.post("/auth/login?tenant_id=" + slug, credentials(user, "cookie")).status == 200);
  const auto gone = desk.post("/auth/switch-tenant", Json::Object{{"tenant_id", there}, {"transport", "token"}});
  BOOST_TEST_REQUIRE(gone.status == 200, gone.body);
  BOOST_TEST(!text_at(json_of(gone), "tokens.access_token").empty());
  BOOST_TEST(desk.get("/auth/me").status == 401);
}

BOOST_FIXTURE_TEST_CASE(a_switch_by_cookie_needs_the_cross_site_proof, LinkedTwo) {
  BOOST_TEST_REQUIRE(desk.post("/auth/login?tenant_id=" + slug, credentials(user, "session"), same_origin).status ==
                     200);
  BOOST_TEST(code_of(go(there, {{"sec-fetch-site", "cross-site"}})) == "CSRF_REJECTED");
}

BOOST_FIXTURE_TEST_CASE(a_tenant_where_one_has_no_account_is_an_unknown_one, Two) {
  const auto token = access_token(user);
  desk.always = {{"x-correlation-id", "same"}};
  const auto unknown = go("t-0123456789abcdef", bearer(token));
  BOOST_TEST(unknown.status == 404);
  for (const auto& name : {there, other.tenant.text(), slug}) BOOST_TEST(go(name, bearer(token)).body == unknown.body);
  MadeUser nobody = other;
  nobody.password = doorward::Secret("not the password at all");
  const auto wrong = link(token, there, nobody);
  BOOST_TEST(wrong.status == 401);
  BOOST_TEST(link(token, "t-0123456789abcdef", nobody).body == wrong.body);
  nobody.email = "nobody@example.test";
  BOOST_TEST(link(token, there, nobody).body == wrong.body);
}

BOOST_FIXTURE_TEST_CASE(the_platforms_people_are_linked_with_nobody, Two) {
  const auto chief = world.make_user(doorward::platform_tenant, "platform_admin");
  const auto in = json_of(desk.post("/auth/platform/login", credentials(chief)));
  const auto token = text_at(in, "tokens.access_token");
  BOOST_TEST(link(token, there, other).status == 403);
  BOOST_TEST(link(access_token(user), doorward::platform_tenant.text(), chief).status == 401);
}

BOOST_FIXTURE_TEST_CASE(the_main_tenant_is_chosen, LinkedTwo) {
  const auto choose = [&](const std::string& name) {
    return desk.json("PUT", "/auth/identities/main", Json::Object{{"tenant_id", name}}, bearer(token));
  };
  const auto list = json_of(choose(there));
  BOOST_TEST(*list.find("items")->array()->at(1).find("main")->flag());
  BOOST_TEST(choose("nowhere").status == 404);
  BOOST_TEST(fields_of(choose("")) == "tenant_id");
}

BOOST_AUTO_TEST_SUITE_END()
