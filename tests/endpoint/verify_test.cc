// The gate in its three dialects: allow, logging in can help, it cannot.
#include "support/desk.hh"
#include "support/test.hh"

using namespace tests;
using doorward::http::Door;

namespace {

struct Site {
  std::optional<std::string> tenant;
  std::string require, accept;
};

/// A check of /wiki/page?a=b at a door, with the desk's cookies.
Request check(const Desk& desk, Door door, const Site& site, const Headers& headers = {}) {
  auto request = desk.request("GET", "/wiki/page?a=b", headers);
  request.door = door;
  request.gate = doorward::http::GateQuestion{"/wiki/page?a=b", "127.0.0.1:8080", "http",     "GET",
                                              site.tenant,      site.require,     site.accept};
  return request;
}

std::string identity_of(const Response& response, std::string_view name) {
  if (response.allowed)
    for (const auto& [key, value] : response.allowed->identity)
      if (key == name) return value;
  return "";
}

std::string reason(const Response& response) {
  BOOST_TEST(response.status == 403);
  BOOST_TEST(!response.allowed.has_value());
  return header_of(response, "X-Doorward-Reason");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verify)

BOOST_AUTO_TEST_CASE(who_is_in_passes_every_door_with_an_identity) {
  House house;
  const auto who = bearer(house.access_token(house.user));
  for (const auto& [door, status] :
       std::vector<std::pair<Door, int>>{{Door::subrequest, 204}, {Door::forward, 204}, {Door::authorizer, 200}}) {
    const auto answer = house.desk.ask(check(house.desk, door, {house.slug, "", ""}, who));
    BOOST_TEST(answer.status == status, answer.body);
    BOOST_TEST(identity_of(answer, "USER") == house.user.id.text());
    BOOST_TEST(identity_of(answer, "TENANT_ID") == house.tenant.text());
    BOOST_TEST(identity_of(answer, "TENANT_SLUG") == house.slug);
    BOOST_TEST(identity_of(answer, "REMOTE_USER") == house.user.email);
    BOOST_TEST(header_of(answer, "Content-Security-Policy") == "");
  }
  const auto plain = house.desk.get("/auth/verify", who);
  BOOST_TEST(plain.status == 204);
  BOOST_TEST(identity_of(plain, "USER") == house.user.id.text());
  BOOST_TEST(house.desk.json("POST", "/auth/verify-token", Json(), who).status == 204);
}

BOOST_AUTO_TEST_CASE(a_stranger_is_led_to_the_login_page_where_pages_are_loaded) {
  House house;
  const Site site{house.slug, "", ""};
  const auto script = house.desk.ask(check(house.desk, Door::authorizer, site, {{"accept", "*/*"}}));
  BOOST_TEST(script.status == 401);
  BOOST_TEST(header_of(script, "WWW-Authenticate") == "Bearer realm=\"doorward\"");
  BOOST_TEST(code_of(script) == "AUTH_REQUIRED");
  const auto address = header_of(script, "X-Doorward-Login");
  BOOST_TEST(address.starts_with("/auth/login?tenant_id=" + house.slug + "&return_to=%2Fwiki%2Fpage%3Fa%3Db&sig="));

  const Headers page = {{"sec-fetch-mode", "navigate"}, {"accept", "text/html"}};
  for (auto door : {Door::authorizer, Door::forward}) {
    const auto led = house.desk.ask(check(house.desk, door, site, page));
    BOOST_TEST(led.status == 302);
    BOOST_TEST(header_of(led, "Location") == address);
  }
  const auto nginx = house.desk.ask(check(house.desk, Door::subrequest, site, page));
  BOOST_TEST(nginx.status == 401);
  BOOST_TEST(header_of(nginx, "X-Doorward-Login") == address);
  BOOST_TEST(house.desk.get("/auth/verify", page).status == 401);
}

BOOST_AUTO_TEST_CASE(a_site_without_a_tenant_lets_nobody_pass) {
  House house;
  const auto who = bearer(house.access_token(house.user));
  for (const auto& tenant :
       {std::optional<std::string>(), std::optional<std::string>(""), std::optional<std::string>(" ,")})
    BOOST_TEST(reason(house.desk.ask(check(house.desk, Door::subrequest, {tenant, "", ""}, who))) == "TENANT_REQUIRED");
  auto broken = check(house.desk, Door::subrequest, {house.slug, "", ""}, who);
  broken.gate.reset();
  BOOST_TEST(reason(house.desk.ask(broken)) == "TENANT_REQUIRED");
}

BOOST_AUTO_TEST_CASE(a_site_is_bound_to_one_tenant_to_several_or_to_none) {
  House house;
  const auto who = bearer(house.access_token(house.user));
  const auto other = house.world.slug_of(house.world.make_tenant());
  const auto ask = [&](const std::string& tenant) {
    return house.desk.ask(check(house.desk, Door::subrequest, {tenant, "", ""}, who));
  };
  for (const auto& tenant : {house.slug, house.tenant.text(), other + " " + house.slug, other + "," + house.slug})
    BOOST_TEST(ask(tenant).status == 204, tenant);
  BOOST_TEST(identity_of(ask("*"), "REMOTE_USER") == house.slug + "/" + house.user.email);
  BOOST_TEST(identity_of(ask(other + " " + house.slug), "REMOTE_USER") == house.slug + "/" + house.user.email);
  for (const auto& tenant : {other, std::string("no-such-tenant"), std::string("*x")})
    BOOST_TEST(reason(ask(tenant)) == "TENANT_MISMATCH", tenant);
}

BOOST_AUTO_TEST_CASE(people_of_the_platform_pass_no_place_that_is_bound) {
  House house;
  const auto admin = house.world.make_user(doorward::platform_tenant, "platform_admin");
  Desk desk(house.world);
  const auto who =
      bearer(text_at(json_of(desk.post("/auth/platform/login", house.credentials(admin))), "tokens.access_token"));
  for (const auto& tenant : {house.slug, doorward::platform_tenant.text(), std::string("platform")})
    BOOST_TEST(reason(desk.ask(check(desk, Door::subrequest, {tenant, "", ""}, who))) == "TENANT_MISMATCH", tenant);
  BOOST_TEST(desk.ask(check(desk, Door::subrequest, {"*", "", ""}, who)).status == 204);
}

BOOST_AUTO_TEST_CASE(what_a_site_requires_is_held_against_the_records) {
  House house({}, "manager");
  const auto who = bearer(house.access_token(house.user));
  const auto ask = [&](const std::string& tenant, const std::string& require) {
    return house.desk.ask(check(house.desk, Door::subrequest, {tenant, require, ""}, who));
  };
  BOOST_TEST(ask(house.slug, "role:manager|owner verified").status == 204);
  BOOST_TEST(reason(ask(house.slug, "role:admin|owner")) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(ask("*", "role:" + house.slug + "/manager").status == 204);
  BOOST_TEST(reason(ask("*", "role:other/manager")) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(reason(ask("*", "role:manager")) == "VALIDATION_ERROR");  // must name its tenant
  BOOST_TEST(reason(ask(house.slug, "rule:manager")) == "VALIDATION_ERROR");
  BOOST_TEST(ask(house.slug, "fresh:300").status == 204);
  house.world.clock.at += std::chrono::minutes(6);
  const auto stale = ask(house.slug, "fresh:300");
  BOOST_TEST(stale.status == 401);
  BOOST_TEST((header_of(stale, "WWW-Authenticate").find("insufficient_user_authentication") != std::string::npos));
  BOOST_TEST(ask(house.slug, "mfa").status == 401);
}

BOOST_AUTO_TEST_CASE(only_accepted_credentials_count) {
  House house;
  const auto who = bearer(house.access_token(house.user));
  house.log_in(house.desk, house.user, "session");
  const auto ask = [&](const std::string& accept, const Headers& headers) {
    return house.desk.ask(check(house.desk, Door::subrequest, {house.slug, "", accept}, headers));
  };
  BOOST_TEST(ask("session", {}).status == 204);
  BOOST_TEST(ask("bearer", {}).status == 401);
  BOOST_TEST(ask("bearer", who).status == 204);
  BOOST_TEST(ask("session", {{"authorization", "Bearer x"}}).status == 204);  // what is not accepted is ignored
  BOOST_TEST(ask("bearer session", {{"authorization", "Bearer x"}}).status == 401);
  BOOST_TEST(ask("session", {{"authorization", "Basic eDp5"}}).status == 204);
  BOOST_TEST(ask("basic session", {{"authorization", "Basic eDp5"}}).status == 401);
  BOOST_TEST(ask("session api_key", {{"x-api-key", "dw_live_x"}}).status == 401);
  BOOST_TEST(reason(ask("sessions", {})) == "VALIDATION_ERROR");
}

BOOST_AUTO_TEST_CASE(a_wrong_role_gets_a_page_and_no_redirect) {
  House house;
  const auto who = bearer(house.access_token(house.user));
  Headers page = {{"sec-fetch-mode", "navigate"}};
  page.push_back(who[0]);
  for (auto door : {Door::authorizer, Door::forward}) {
    const auto answer = house.desk.ask(check(house.desk, door, {house.slug, "role:owner", ""}, page));
    BOOST_TEST(reason(answer) == "INSUFFICIENT_PERMISSIONS");
    BOOST_TEST((answer.body.find(house.user.email) != std::string::npos));
    BOOST_TEST(header_of(answer, "Location") == "");
  }
}

BOOST_AUTO_TEST_CASE(a_check_door_runs_verify_whatever_is_asked_of_it) {
  House house;
  const auto who = bearer(house.access_token(house.user));
  for (const char* method : {"GET", "POST", "OPTIONS", "DELETE", "PROPFIND"}) {
    auto request = check(house.desk, Door::subrequest, {house.slug, "", ""}, who);
    request.method = method;
    request.path = "/auth/logout";
    request.content_type = "application/json";
    request.body = "{";
    BOOST_TEST(house.desk.ask(request).status == 204, method);
    request.headers.clear();
    BOOST_TEST(house.desk.ask(request).status == 401, method);
  }
  BOOST_TEST(house.desk.get("/auth/me", who).status == 200);
}

BOOST_AUTO_TEST_CASE(a_dependency_that_is_down_is_503_and_nobody_passes) {
  World world(doorward::ConfigWords{{"database.hosts", "/nowhere/mysql.sock"}, {"memcached.servers", ""}});
  Desk desk(world);
  desk.cookies["doorward_session"] = "dws_AAAAAAAAAAAAAAAAAAAAAA_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  for (auto door : {Door::subrequest, Door::authorizer, Door::forward}) {
    const auto answer = desk.ask(check(desk, door, {"acme", "", ""}));
    BOOST_TEST(answer.status == 503);
    BOOST_TEST(!answer.allowed.has_value());
    BOOST_TEST(header_of(answer, "Set-Cookie") == "");
  }
}

BOOST_AUTO_TEST_CASE(the_application_may_have_a_signed_identity_that_opens_nothing_here) {
  House house(doorward::ConfigWords{{"gate.jwt", "true"}});
  const auto answer =
      house.desk.ask(check(house.desk, Door::subrequest, {house.slug, "", ""}, bearer(house.access_token(house.user))));
  const auto token = identity_of(answer, "JWT");
  BOOST_TEST(!token.empty());
  std::size_t size = 0;
  for (const auto& [name, value] : answer.allowed->identity) size += name.size() + value.size() + 24;
  BOOST_TEST(size <= 3500u);
  BOOST_TEST(code_of(house.desk.get("/auth/me", bearer(token))) == "INVALID_TOKEN");
}

BOOST_AUTO_TEST_SUITE_END()
