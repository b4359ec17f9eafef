// Own roles: who defines which, and that a change counts at once for everybody who has one.
#include <algorithm>

#include "support/team.hh"
#include "support/test.hh"

using namespace tests;

namespace {

Json role(const std::string& name, const std::vector<std::string>& permissions) {
  return Json::Object{{"name", name}, {"permissions", Json::strings(permissions)}};
}
Json permissions(const std::vector<std::string>& names) { return Json::Object{{"permissions", Json::strings(names)}}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(roles)

BOOST_AUTO_TEST_CASE(a_role_is_made_given_changed_and_removed) {
  Team team;
  const auto made = team.act("admin", "POST", "/roles", role("clerk", {"view_users", "reports.read", "reports.read"}));
  BOOST_TEST_REQUIRE(made.status == 201, made.body);
  BOOST_TEST(doorward::port::dump_json(*json_of(made).find("permissions")) == R"(["reports.read","view_users"])");
  BOOST_TEST(Team::said(team.act("admin", "POST", "/roles", role("clerk", {}))) == "409 CONFLICT");
  auto names = column(team.ask("manager", "/roles"), "name");
  BOOST_TEST(names == (std::vector<std::string>{"owner", "admin", "manager", "user", "viewer", "clerk"}),
             boost::test_tools::per_element());

  const auto token = team.as("user");
  const auto path = "/users/" + team.id_of("user");
  BOOST_TEST(team.desk.get("/auth/users", token).status == 403);
  BOOST_TEST(team.act("admin", "POST", path + "/role", Json::Object{{"role", "clerk"}}).status == 204);
  BOOST_TEST(team.desk.get("/auth/users", token).status == 200);
  BOOST_TEST(Team::said(team.act("admin", "DELETE", "/roles/clerk")) == "409 CONFLICT");

  BOOST_TEST(team.act("admin", "PATCH", "/roles/clerk", permissions({"reports.read", "reports.write"})).status == 200);
  BOOST_TEST(team.desk.get("/auth/users", token).status == 403);
  const auto me = json_of(team.desk.get("/auth/me", token));
  BOOST_TEST(doorward::port::dump_json(*me.find("user")->find("permissions")) == R"(["reports.read","reports.write"])");
  auto gate = team.desk.request("GET", "/x", token);
  gate.door = doorward::http::Door::subrequest;
  gate.gate = doorward::http::GateQuestion{"/x", "h", "http", "GET", team.slug, "permission:reports.write", ""};
  BOOST_TEST(team.desk.ask(gate).status == 204);
  BOOST_TEST(team.act("admin", "PATCH", "/roles/clerk", permissions({"reports.read"})).status == 200);
  BOOST_TEST(team.desk.ask(gate).status == 403);
  team.world.clock.at += std::chrono::minutes(1);  // nothing is in doubt any more
  BOOST_TEST(team.desk.ask(gate).status == 403);

  const auto catalogue = column(team.ask("manager", "/permissions"), "name");
  BOOST_TEST(std::count(catalogue.begin(), catalogue.end(), "reports.read") == 1);
  BOOST_TEST(std::count(catalogue.begin(), catalogue.end(), "manage_users") == 1);
  BOOST_TEST(std::count(catalogue.begin(), catalogue.end(), "manage_platform") == 0);

  BOOST_TEST(team.act("admin", "POST", path + "/role", Json::Object{{"role", "viewer"}}).status == 204);
  BOOST_TEST(team.act("admin", "DELETE", "/roles/clerk").status == 204);
  BOOST_TEST(Team::said(team.act("admin", "DELETE", "/roles/clerk")) == "404 NOT_FOUND");
  for (const char* type : {"role_created", "role_deleted"})
    BOOST_TEST(count_events(team.world, team.tenant, type) == 1);
  BOOST_TEST(count_events(team.world, team.tenant, "role_changed") == 2);
}

BOOST_AUTO_TEST_CASE(a_session_cookie_knows_of_a_changed_role_too) {
  Team team;
  BOOST_TEST(team.act("admin", "POST", "/roles", role("clerk", {"view_users"})).status == 201);
  BOOST_TEST(
      team.act("admin", "POST", "/users/" + team.id_of("user") + "/role", Json::Object{{"role", "clerk"}}).status ==
      204);
  Desk browser(team.world);
  browser.always = {{"x-tenant-id", team.slug}};
  BOOST_TEST(team.log_in(browser, team.user, "session").status == 200);
  BOOST_TEST(browser.get("/auth/users").status == 200);
  BOOST_TEST(team.act("admin", "PATCH", "/roles/clerk", permissions({})).status == 200);
  BOOST_TEST(browser.get("/auth/users").status == 403);
}

BOOST_AUTO_TEST_CASE(nobody_defines_above_their_own) {
  Team team;
  const auto make = [&](const std::string& who, const std::vector<std::string>& names) {
    return Team::said(
        team.act(who, "POST", "/roles", role("r-" + doorward::to_hex(team.world.random.bytes(4)), names)));
  };
  BOOST_TEST(make("admin", {"manage_users"}) == "201");
  BOOST_TEST(make("admin", {"manage_tenant"}) == "403 INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(make("owner", {"manage_tenant"}) == "201");
  BOOST_TEST(make("manager", {"view_users"}) == "403 INSUFFICIENT_PERMISSIONS");
  for (const char* platform : {"manage_platform", "impersonate", "manage_tenants", "manage_resellers"})
    BOOST_TEST(make("owner", {platform}) == "400 VALIDATION_ERROR", platform);
  BOOST_TEST(make("owner", {"Not Valid"}) == "400 VALIDATION_ERROR");
  BOOST_TEST(fields_of(team.act("owner", "POST", "/roles", role("owner", {}))) == "name");
  BOOST_TEST(Team::said(team.act("owner", "PATCH", "/roles/admin", permissions({}))) == "409 CONFLICT");
  BOOST_TEST(Team::said(team.act("owner", "DELETE", "/roles/viewer")) == "409 CONFLICT");
  BOOST_TEST(team.act("owner", "POST", "/roles", role("boss", {"manage_tenant"})).status == 201);
  BOOST_TEST(Team::said(team.act("admin", "PATCH", "/roles/boss", permissions({"a.b"}))) ==
             "403 INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(Team::said(team.act("admin", "DELETE", "/roles/boss")) == "403 INSUFFICIENT_PERMISSIONS");
}

BOOST_AUTO_TEST_CASE(an_own_role_with_rights_reaches_only_whom_it_outranks) {
  Team team;
  BOOST_TEST(team.act("owner", "POST", "/roles", role("desk", {"manage_users", "view_users"})).status == 201);
  const auto desk = team.world.make_user(team.tenant, "desk");
  team.people.emplace("desk", desk);
  BOOST_TEST(Team::said(team.act("desk", "POST", "/users/" + team.id_of("manager") + "/suspend")) ==
             "403 INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(Team::said(team.act("desk", "PATCH", "/users/" + team.id_of("admin"),
                                 Json::Object{{"email", "mine@example.test"}})) == "403 INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(
      Team::said(team.act("desk", "POST", "/users", Json::Object{{"email", "n@example.test"}, {"role", "user"}})) ==
      "403 INSUFFICIENT_PERMISSIONS");
}

BOOST_AUTO_TEST_CASE(own_roles_are_a_feature) {
  Team team;
  team.world.platform().mysql().run("UPDATE tenants SET plan_type = 'basic' WHERE id = ?",
                                    {doorward::port::sql(team.tenant)});
  const auto refused = team.act("owner", "POST", "/roles", role("clerk", {}));
  BOOST_TEST(Team::said(refused) == "403 FEATURE_NOT_AVAILABLE");
  BOOST_TEST(doorward::port::dump_json(*json_of(refused).find("plans")) == R"(["pro","enterprise"])");
  BOOST_TEST(team.ask("owner", "/roles").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
