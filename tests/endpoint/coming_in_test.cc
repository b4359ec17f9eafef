// Signing up, registering, signing in, refreshing and signing out, through the whole corridor.
#include <set>

#include "support/desk.hh"
#include "support/test.hh"

using namespace tests;

namespace {

std::string random_slug(World& world) { return "s-" + doorward::to_hex(world.random.bytes(8)); }

Json sign_up_body(const std::string& slug, const std::string& transport = "token") {
  return Json::Object{{"organization", Json::Object{{"name", "Acme & Söhne"}, {"slug", slug}}},
                      {"user", Json::Object{{"email", "Owner@" + slug + ".example"},
                                            {"password", good_password},
                                            {"first_name", "Ada"},
                                            {"last_name", "Lovelace"}}},
                      {"transport", transport}};
}

Json person_body(const std::string& email) {
  return Json::Object{{"email", email}, {"password", good_password}, {"first_name", "Grace"}, {"last_name", "Hopper"}};
}

std::set<std::string> names_of(const Json& object) {
  std::set<std::string> names;
  for (const auto& [name, value] : *object.object()) names.insert(name);
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(coming_in)

BOOST_AUTO_TEST_CASE(sign_up_makes_an_organization_and_its_owner_is_in) {
  World world;
  Desk desk(world);
  const auto slug = random_slug(world);
  const auto answer = desk.post("/auth/signup", sign_up_body(slug));
  BOOST_TEST_REQUIRE(answer.status == 201, answer.body);
  const auto json = json_of(answer);
  BOOST_TEST(text_at(json, "tenant.slug") == slug);
  BOOST_TEST(text_at(json, "tenant.name") == "Acme & Söhne");
  BOOST_TEST(text_at(json, "user.role") == "owner");
  BOOST_TEST(text_at(json, "user.tenant_id") == text_at(json, "tenant.id"));
  BOOST_TEST(
      names_of(*json.find("user")) ==
          (std::set<std::string>{"id", "tenant_id", "email", "email_verified", "first_name", "last_name", "avatar_url",
                                 "timezone", "locale", "role", "permissions", "status", "mfa_enabled", "reseller_id",
                                 "last_login_at", "login_count", "created_at", "updated_at"}),
      boost::test_tools::per_element());
  const auto me = desk.get("/auth/me", bearer(text_at(json, "tokens.access_token")));
  BOOST_TEST(text_at(json_of(me), "user.id") == text_at(json, "user.id"));
  BOOST_TEST(desk.cookies.empty());

  const auto again = desk.post("/auth/signup", sign_up_body(slug));
  BOOST_TEST(again.status == 409);
  BOOST_TEST(code_of(again) == "SLUG_TAKEN");
}

BOOST_AUTO_TEST_CASE(a_slug_is_free_reserved_invalid_or_taken) {
  House house;
  const auto ask = [&](const std::string& slug) {
    const auto json = json_of(house.desk.get("/auth/organizations/slug-available/" + slug));
    return std::string(*json.find("available")->flag() ? "free" : text_at(json, "reason"));
  };
  BOOST_TEST(ask(random_slug(house.world)) == "free");
  BOOST_TEST(ask("admin") == "reserved");
  BOOST_TEST(ask("No_Slug") == "invalid");
  BOOST_TEST(ask(house.slug) == "taken");
}

BOOST_AUTO_TEST_CASE(registration_gives_an_account_and_says_when_there_is_one) {
  House house;
  const auto body = person_body("grace-" + doorward::to_hex(house.world.random.bytes(5)) + "@example.test");
  for (const char* path : {"/auth/register", "/auth/sign-up"}) {
    const auto answer = house.desk.post(path, body);
    BOOST_TEST(answer.status == (std::string(path) == "/auth/register" ? 201 : 409), answer.body);
  }
  BOOST_TEST(code_of(house.desk.post("/auth/register", body)) == "USER_EXISTS");
}

BOOST_AUTO_TEST_CASE(tokens_come_in_the_body_and_no_cookie_with_them) {
  House house;
  const auto answer = house.log_in(house.desk, house.user);
  BOOST_TEST_REQUIRE(answer.status == 200, answer.body);
  const auto json = json_of(answer);
  BOOST_TEST(text_at(json, "tokens.token_type") == "Bearer");
  BOOST_TEST(*json.find("tokens")->find("expires_in")->integer() == 900);
  BOOST_TEST(*json.find("tokens")->find("refresh_expires_in")->integer() == 604800);
  BOOST_TEST(json.find("tenants")->array()->size() == 1u);
  BOOST_TEST(header_of(answer, "Set-Cookie") == "");
  BOOST_TEST(header_of(answer, "RateLimit-Policy") == "\"login\";q=100;w=60");
}

BOOST_AUTO_TEST_CASE(cookies_carry_tokens_or_one_session_and_the_body_none) {
  House house;
  const auto cookie = house.log_in(house.desk, house.user, "cookie");
  BOOST_TEST_REQUIRE(cookie.status == 200, cookie.body);
  BOOST_TEST(!json_of(cookie).find("tokens"));
  BOOST_TEST(house.desk.cookies.contains("doorward_access"));
  BOOST_TEST(house.desk.cookies.contains("doorward_refresh"));
  BOOST_TEST(!house.desk.cookies.contains("doorward_session"));
  BOOST_TEST(house.desk.get("/auth/me").status == 200);

  Desk other(house.world);
  other.always = house.desk.always;
  const auto session = house.log_in(other, house.user, "session");
  BOOST_TEST_REQUIRE(session.status == 200, session.body);
  BOOST_TEST(!json_of(session).find("tokens"));
  BOOST_TEST(other.cookies.contains("doorward_session"));
  BOOST_TEST(!other.cookies.contains("doorward_access"));
  BOOST_TEST(std::string("doorward_session=" + other.cookies["doorward_session"]).size() <= 100u);
  BOOST_TEST(other.get("/auth/me").status == 200);
}

BOOST_AUTO_TEST_CASE(on_https_cookies_have_their_prefixes_and_on_plain_http_elsewhere_there_are_none) {
  House house;
  house.desk.scheme = "https";
  house.desk.host = "login.example";
  BOOST_TEST(house.log_in(house.desk, house.user, "session").status == 200);
  BOOST_TEST(house.desk.cookies.contains("__Host-doorward_session"));
  BOOST_TEST(house.desk.cookies.contains("__Host-doorward_device"));

  Desk plain(house.world);
  plain.always = house.desk.always;
  plain.host = "login.example";
  const auto refused = house.log_in(plain, house.user, "cookie");
  BOOST_TEST(refused.status == 400);
  BOOST_TEST((text_at(json_of(refused), "detail").find("https") != std::string::npos));
  BOOST_TEST(house.log_in(plain, house.user, "token").status == 200);
}

BOOST_AUTO_TEST_CASE(unknown_and_wrong_are_told_apart_by_nobody) {
  House house;
  auto wrong = house.credentials(house.user);
  wrong.set("password", "not this one at all");
  auto unknown = wrong;
  unknown.set("email", "nobody@example.test");
  const Headers same = {{"x-correlation-id", "same"}};
  const auto one = house.desk.post("/auth/login", wrong, same), other = house.desk.post("/auth/login", unknown, same);
  BOOST_TEST(one.status == 401);
  BOOST_TEST(one.body == other.body);
  BOOST_TEST(header_of(one, "WWW-Authenticate") == "Bearer realm=\"doorward\"");
}

BOOST_AUTO_TEST_CASE(a_refresh_token_is_exchanged_under_all_its_names_and_in_its_cookie) {
  House house;
  auto token = text_at(json_of(house.log_in(house.desk, house.user)), "tokens.refresh_token");
  for (const char* path : {"/auth/refresh", "/auth/token/refresh", "/auth/new-token"}) {
    const auto answer = house.desk.post(path, Json::Object{{"refresh_token", token}});
    BOOST_TEST_REQUIRE(answer.status == 200, answer.body);
    const auto next = text_at(json_of(answer), "tokens.refresh_token");
    BOOST_TEST(next != token);
    token = next;
  }
  house.log_in(house.desk, house.user, "cookie");
  const auto before = house.desk.cookies;
  const auto answer = house.desk.post("/auth/refresh", Json::Object{});
  BOOST_TEST_REQUIRE(answer.status == 200, answer.body);
  BOOST_TEST(answer.body == "{}");
  BOOST_TEST(house.desk.cookies["doorward_refresh"] != before.at("doorward_refresh"));
  BOOST_TEST(house.desk.get("/auth/me").status == 200);
  Desk nobody(house.world);
  BOOST_TEST(code_of(nobody.post("/auth/refresh", Json::Object{})) == "TOKEN_REQUIRED");
}

BOOST_AUTO_TEST_CASE(signing_out_ends_the_session_and_takes_the_cookies) {
  House house;
  house.log_in(house.desk, house.user, "session");
  const auto cookies = house.desk.cookies;
  const auto answer = house.desk.post("/auth/logout", Json::Object{});
  BOOST_TEST_REQUIRE(answer.status == 204, answer.body);
  BOOST_TEST(!house.desk.cookies.contains("doorward_session"));
  house.desk.cookies = cookies;
  BOOST_TEST(code_of(house.desk.get("/auth/me")) == "SESSION_EXPIRED");
  BOOST_TEST(house.desk.post("/auth/logout", Json::Object{}).status == 204);  // already ended
  Desk nobody(house.world);
  BOOST_TEST(code_of(nobody.post("/auth/logout", Json::Object{})) == "TOKEN_REQUIRED");
}

BOOST_AUTO_TEST_CASE(all_of_a_persons_sessions_end_at_once) {
  House house;
  const auto one = house.access_token(house.user), other = house.access_token(house.user);
  BOOST_TEST(house.desk.post("/auth/logout", Json::Object{{"all", true}}, bearer(one)).status == 204);
  BOOST_TEST(house.desk.get("/auth/me", bearer(other)).status == 401);
}

BOOST_AUTO_TEST_CASE(people_of_the_platform_have_no_tenant) {
  House house;
  const auto admin = house.world.make_user(doorward::platform_tenant, "platform_admin");
  Desk desk(house.world);
  const auto answer = desk.post("/auth/platform/login", house.credentials(admin));
  BOOST_TEST_REQUIRE(answer.status == 200, answer.body);
  const auto json = json_of(answer);
  BOOST_TEST(json.find("tenant")->null());
  BOOST_TEST(json.find("user")->find("tenant_id")->null());
  BOOST_TEST(json.find("tenants")->array()->empty());
  BOOST_TEST(desk.get("/auth/me", bearer(text_at(json, "tokens.access_token"))).status == 200);
  BOOST_TEST(code_of(desk.post("/auth/platform/login", house.credentials(house.user))) == "INVALID_CREDENTIALS");
}

BOOST_AUTO_TEST_SUITE_END()
