// What rows ask of whoever is signed in, and in which tenant they act.
#include "route/demand.hh"

#include "route/table.hh"
#include "route/tenant.hh"
#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;
using doorward::route::Needs;

namespace {

Visitor somebody(const std::vector<std::string>& permissions, const std::vector<std::string>& features = {}) {
  Visitor visitor;
  visitor.user.role = "manager";
  visitor.user.permissions = permissions;
  visitor.tenant.features = features;
  return visitor;
}

std::string refusal(const Visitor& visitor, const TenantFacts& in, const std::string& words) {
  const auto met = route::fulfils(visitor, in, {}, route::parse_demand(words), Time{});
  return met ? "" : std::string(row_of(met.error().code).name);
}

/// Somebody of the platform acts for the house's person.
std::string impersonated(House& house, const MadeUser& by) {
  const auto own = bearer(std::string(sign_in(house.world, by).tokens->access_token.reveal()));
  const auto answer = house.desk.post("/auth/platform/impersonate",
                                      Json::Object{{"user_id", house.user.id.text()}, {"reason", "a ticket"}}, own);
  return text_at(json_of(answer), "tokens.access_token");
}

/// Where the platform's people act when they say this of a tenant, on a row that acts in one.
std::string acts_in(World& world, const MadeUser& who, const Headers& headers) {
  auto ask = world.ask();
  Visitor visitor;
  visitor.user.id = who.id;
  visitor.user.tenant = visitor.tenant.id = who.tenant;
  visitor.tenant.kind = who.tenant.nil() ? TenantKind::platform : TenantKind::reseller;
  route::Row row = *route::match(world.config, "GET", "/auth/me").row;
  row.needs = Needs::acting;
  const auto found = route::resolve_tenant(ask, row, Desk(world).request("GET", "/auth/me", headers), {}, visitor);
  return found ? (*found)->slug : std::string(row_of(found.error().code).name);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(demand)

BOOST_AUTO_TEST_CASE(every_row_can_be_read_and_asks_only_who_is_signed_in) {
  int asking = 0;
  for (const auto& row : route::rows()) {
    route::demand_of(row);
    if (row.asks.empty()) continue;
    ++asking;
    BOOST_TEST(route::wants_visitor(row), row.path);
  }
  BOOST_TEST(asking > 0);
  BOOST_CHECK_THROW(route::parse_demand("permision:view_users"), Failure);
}

BOOST_AUTO_TEST_CASE(rights_come_before_features_and_features_before_step_up) {
  const TenantFacts basic, pro = somebody({}, {"custom_roles"}).tenant;
  const std::string words = "fresh:0 feature:custom_roles permission:manage_roles";
  BOOST_TEST(refusal(somebody({}), basic, words) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(refusal(somebody({"manage_roles"}), basic, words) == "FEATURE_NOT_AVAILABLE");
  auto stale = somebody({"manage_roles"});
  stale.session.auth_time = Time{} - seconds(1);
  BOOST_TEST(refusal(stale, pro, words) == "STEP_UP_REQUIRED");
  BOOST_TEST(refusal(somebody({"manage_roles"}), pro, words) == "");
}

BOOST_AUTO_TEST_CASE(features_are_those_of_the_tenant_acted_in) {
  const auto has = somebody({}, {"custom_roles"});
  BOOST_TEST(refusal(has, TenantFacts{}, "feature:custom_roles") == "FEATURE_NOT_AVAILABLE");
  BOOST_TEST(refusal(somebody({}), has.tenant, "feature:custom_roles") == "");
}

BOOST_AUTO_TEST_CASE(a_missing_feature_names_the_plans_that_have_it) {
  House house;  // on the plan pro
  const auto who = bearer(house.access_token(house.user));
  auto request = house.desk.request("GET", "/x", who);
  request.door = http::Door::subrequest;
  request.gate = http::GateQuestion{"/x", "h", "http", "GET", house.slug, "feature:sql_access", ""};
  const auto answer = house.desk.ask(request);
  BOOST_TEST(answer.status == 403);
  const auto problem = json_of(answer);
  BOOST_TEST(text_at(problem, "code") == "FEATURE_NOT_AVAILABLE");
  BOOST_TEST_REQUIRE(problem.find("plans"));
  BOOST_TEST(port::dump_json(*problem.find("plans")) == R"(["enterprise"])");
}

BOOST_AUTO_TEST_CASE(some_things_are_done_in_person) {
  House house;
  const auto by = house.world.make_user(platform_tenant, "platform_admin");
  const auto token = bearer(impersonated(house, by));
  const auto body = Json::Object{{"current_password", house.user.password.reveal()}, {"new_password", good_password}};
  BOOST_TEST(code_of(house.desk.json("PUT", "/auth/password", body, token)) == "IMPERSONATION_FORBIDDEN");
  const auto own = bearer(house.access_token(house.user));
  BOOST_TEST(house.desk.json("PUT", "/auth/password", body, own).status == 204);
}

BOOST_AUTO_TEST_CASE(every_event_says_who_acted_for_somebody) {
  House house;
  const auto by = house.world.make_user(platform_tenant, "platform_admin");
  const auto token = bearer(impersonated(house, by));
  BOOST_TEST(house.desk.json("PATCH", "/auth/me", Json::Object{{"first_name", "Q"}}, token).status == 200);
  BOOST_TEST(house.desk.post("/auth/logout", Json::Object{}, token).status == 204);
  const auto count = [&](const std::string& condition) {
    return number(house.world, house.tenant,
                  "SELECT COUNT(*) FROM t_events WHERE type IN ('user_profile_changed', 'impersonation_stopped', "
                  "'user_logout') AND impersonator_id " +
                      condition);
  };
  BOOST_TEST(count("IS NOT NULL") == 3);
  BOOST_TEST(count("IS NULL") == 0);
}

BOOST_AUTO_TEST_CASE(the_platforms_people_act_where_they_say) {
  House house;
  const auto admin = house.world.make_user(platform_tenant, "platform_admin");
  const auto reseller = house.world.make_tenant("", "reseller");
  const auto seller = house.world.make_user(reseller, "reseller");
  const Headers named{{"x-tenant-id", house.slug}};
  BOOST_TEST(acts_in(house.world, admin, {}) == "TENANT_REQUIRED");
  BOOST_TEST(acts_in(house.world, admin, named) == house.slug);
  BOOST_TEST(acts_in(house.world, admin, {{"x-tenant-id", "nobody-here"}}) == "INVALID_TENANT");
  BOOST_TEST(acts_in(house.world, seller, {}) == "TENANT_REQUIRED");
  BOOST_TEST(acts_in(house.world, seller, named) == "INVALID_TENANT");
  const auto theirs = house.world.make_tenant();
  house.world.platform().mysql().run("UPDATE tenants SET reseller_id = ? WHERE id = ?",
                                     {port::sql(reseller), port::sql(theirs)});
  const auto slug = house.world.slug_of(theirs);
  BOOST_TEST(acts_in(house.world, seller, {{"x-tenant-id", slug}}) == slug);
}

BOOST_AUTO_TEST_SUITE_END()
