// Rate classes, and each row's budget of SQL statements.
#include "base/text.hh"
#include "route/foreign.hh"
#include "route/rate.hh"
#include "route/table.hh"
#include "service/invitations.hh"
#include "service/own_tenant.hh"
#include "service/resellers.hh"
#include "service/tenant_life.hh"
#include "store/resellers.hh"
#include "support/desk.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;

namespace {

/// One good request per row, after which the statements are counted.
struct Budget {
  House house{doorward::ConfigWords{{"limits.scale", "100000"}, {"metrics.networks", "10.0.0.0/8"}}, "owner"};
  std::string token = house.access_token(house.user);
  MadeUser other = house.world.make_user(house.world.make_tenant());

  static bool is_about_tenants(const doorward::route::Row& row) {
    return row.path.starts_with("/platform/") && row.metric != "platform_login" && row.metric != "impersonate" &&
           row.metric != "platform_events";
  }
  /// With the house's tenant in it, and room for more.
  doorward::TenantId reseller = [&] {
    auto& world = house.world;
    const auto made = world.make_tenant("", "reseller");
    doorward::store::put_quota(world.platform(), made, {9, 9999, {"basic", "pro"}}, world.clock.now());
    return made;
  }();
  /// So that the row has something to do.
  void prepare(std::string_view metric) {
    auto ask = house.world.ask();
    const auto by = doorward::service::operator_above(house.tenant);
    if (metric == "activate_tenant") (void)doorward::service::suspend_tenant(ask, by, house.tenant);
    if (metric == "activate_reseller") (void)doorward::service::suspend_reseller(ask, by, reseller);
    if (metric == "suspend_reseller" || metric == "show_reseller" || metric == "change_plan")
      (void)doorward::service::move_tenant(ask, by, house.tenant, reseller);
    if (metric == "accept_domain")
      (void)doorward::service::change_tenant(ask, by.actor, {std::nullopt, std::nullopt, house.slug + ".example"});
    if (metric == "restore_tenant") (void)doorward::service::cancel_tenant(ask, by, house.tenant);
  }

  Json fresh_person() {
    return Json::Object{{"email", "b-" + doorward::to_hex(house.world.random.bytes(6)) + "@example.test"},
                        {"password", good_password},
                        {"first_name", "A"},
                        {"last_name", "B"}};
  }
  /// The token of somebody who may ask this row.
  std::string token_for(const doorward::route::Row& row) {
    const auto metric = row.metric;
    const auto of = [&](const MadeUser& who) {
      return std::string(sign_in(house.world, who).tokens->access_token.reveal());
    };
    if (metric.ends_with("_invite") || metric == "list_invites" || metric == "list_events")
      return of(house.world.make_user(house.tenant, "owner"));
    const auto admin = [&] { return of(house.world.make_user(doorward::platform_tenant, "platform_admin")); };
    if (metric == "stop_impersonation")
      return text_at(json_of(house.desk.post("/auth/platform/impersonate", body_for("impersonate"), bearer(admin()))),
                     "tokens.access_token");
    if (is_about_tenants(row)) house.desk.always.clear();
    return metric == "impersonate" || metric == "platform_events" || is_about_tenants(row) ? admin() : token;
  }
  std::string refresh_token() {
    Desk other(house.world);
    other.always = house.desk.always;
    return text_at(json_of(house.log_in(other, house.user)), "tokens.refresh_token");
  }
  std::string session_id() {
    const auto list = json_of(house.desk.get("/auth/sessions", bearer(token)));
    for (const auto& item : *list.find("items")->array())
      if (!*item.find("current")->flag()) return text_at(item, "id");
    return "";
  }
  /// The token of the letter that this route sends.
  std::string link_of(const std::string& path) {
    house.desk.post(path, Json::Object{{"email", house.user.email}});
    return token_in(last_letter_to(house.world, house.tenant, house.user.email));
  }
  void unverify() {
    doorward::store::TenantDb(house.world.database, house.tenant).run("UPDATE t_users SET email_verified_at = NULL");
  }
  Json body_for(std::string_view metric) {
    if (metric == "signup")
      return Json::Object{
          {"organization", Json::Object{{"name", "N"}, {"slug", "b-" + doorward::to_hex(house.world.random.bytes(6))}}},
          {"user", fresh_person()}};
    if (metric == "register") return fresh_person();
    if (metric == "login") return house.credentials(house.user);
    if (metric == "platform_login")
      return house.credentials(house.world.make_user(doorward::platform_tenant, "platform_admin"));
    if (metric == "create_invite") return Json::Object{{"email", "guest@example.test"}, {"role", "user"}};
    if (metric == "accept_as_myself") return Json::Object{{"token", invited(other.tenant).second}};
    if (metric == "accept_invite")
      return Json::Object{{"token", invited(house.tenant).second},
                          {"password", good_password},
                          {"first_name", "A"},
                          {"last_name", "B"}};
    if (metric == "link_identity") return linked_with();
    if (metric == "switch_tenant" || metric == "choose_main_tenant") {
      house.desk.post("/auth/identities/link", linked_with(), bearer(token));
      return Json::Object{{"tenant_id", other.tenant.text()}};
    }
    if (metric == "create_tenant")
      return Json::Object{{"name", "N"},
                          {"slug", "b-" + doorward::to_hex(house.world.random.bytes(6))},
                          {"reseller_id", reseller.text()}};
    if (metric == "create_reseller")
      return Json::Object{{"slug", "b-" + doorward::to_hex(house.world.random.bytes(6))},
                          {"quota", Json::Object{{"max_tenants", 1}}}};
    if (metric == "create_seller" || metric == "create_administrator")
      return Json::Object{{"email", text_at(fresh_person(), "email")}};
    if (metric == "change_reseller") return Json::Object{{"name", "N"}, {"quota", Json::Object{{"max_tenants", 1}}}};
    if (metric == "move_tenant") return Json::Object{{"reseller_id", reseller.text()}};
    if (metric == "change_branding") return Json::Object{{"name", "N"}, {"support_address", "help@example.test"}};
    if (metric == "change_tenant" || metric == "change_one_tenant") return Json::Object{{"name", "N"}};
    if (metric == "accept_domain") return Json::Object{{"custom_domain", house.slug + ".example"}};
    if (metric == "change_plan") return Json::Object{{"limits", Json::Object{{"max_users", 2000}}}};
    if (metric == "change_settings") return Json::Object{{"lockout_after", 3}};
    if (metric == "refresh") return Json::Object{{"refresh_token", refresh_token()}};
    if (metric == "forgot_password") return Json::Object{{"email", house.user.email}};
    if (metric == "reset_password")
      return Json::Object{{"token", link_of("/auth/password/forgot")}, {"new_password", good_password}};
    if (metric == "resend_email" || metric == "verify_email") unverify();
    if (metric == "resend_email") return Json::Object{{"email", house.user.email}};
    if (metric == "verify_email") return Json::Object{{"token", link_of("/auth/email/resend")}};
    if (metric == "change_me")  // the dearest of all changes
      return Json::Object{{"email", text_at(fresh_person(), "email")}, {"password", house.user.password.reveal()}};
    if (metric == "change_password")
      return Json::Object{{"current_password", house.user.password.reveal()}, {"new_password", good_password}};
    if (metric == "impersonate") return Json::Object{{"user_id", house.user.id.text()}, {"reason", "a ticket"}};
    return Json::Object{};
  }
  /// An invitation's id, and its link's token.
  std::pair<std::string, std::string> invited(doorward::TenantId tenant) {
    auto ask = house.world.ask();
    const auto made = doorward::service::invite(ask, doorward::service::operator_in(tenant), {"guest@example.test"});
    return {made->id.text(), token_in(last_letter_to(house.world, tenant, "guest@example.test"))};
  }
  Json linked_with() {
    return Json::Object{
        {"tenant_id", other.tenant.text()}, {"email", other.email}, {"password", other.password.reveal()}};
  }
  /// Somebody of a house above tenants, who can be activated where the row does that.
  std::string person_in(doorward::TenantId above, const std::string& role, const doorward::route::Row& row) {
    const auto made = house.world.make_user(above, role);
    if (row.metric.starts_with("activate_"))
      doorward::store::TenantDb(house.world.database, above)
          .run("UPDATE t_users SET status = 'suspended' WHERE id = ?", {doorward::port::sql(made.id)});
    return made.id.text();
  }
  std::string path_for(const doorward::route::Row& row) {
    std::string path = "/auth" + std::string(row.path);
    if (row.metric == "withdraw_invite") return "/auth/invites/" + invited(house.tenant).first;
    if (row.metric == "resend_invite") return "/auth/invites/" + invited(house.tenant).first + "/resend";
    if (row.metric == "unlink_identity") {
      house.desk.post("/auth/identities/link", linked_with(), bearer(token));
      return "/auth/identities/" + other.tenant.text();
    }
    if (const auto user = path.find("{user}"); user != std::string::npos)
      path.replace(user, 6, person_in(reseller, "reseller", row));
    if (const auto id = path.find("{id}"); id != std::string::npos && row.path.starts_with("/platform/users"))
      return path.replace(id, 4, person_in(doorward::platform_tenant, "platform_admin", row));
    if (const auto id = path.find("{id}"); id != std::string::npos && is_about_tenants(row))
      return path.replace(id, 4, (row.path.starts_with("/platform/resellers") ? reseller : house.tenant).text());
    if (row.path.ends_with("{key}")) return "/auth/tenant/settings/security";
    if (row.path.ends_with("{id}")) return "/auth/sessions/" + session_id();
    if (row.path.ends_with("{slug}"))
      return "/auth/organizations/slug-available/b-" + doorward::to_hex(house.world.random.bytes(6));
    return path;
  }
};

void within(const doorward::route::Row& row, const Response& answer, std::uint64_t used) {
  BOOST_TEST_MESSAGE(row.method << " " << row.path << " used " << used << " of " << row.budget);
  const bool page = row.metric == "refused_page" || row.metric == "wrong_page" || row.metric == "health";
  BOOST_TEST((answer.status < 400 || page), row.method << " " << row.path << " " << answer.body);
  BOOST_TEST(used <= std::uint64_t(row.budget), row.method << " " << row.path << " used " << used);
  BOOST_TEST(used + 3 >= std::uint64_t(row.budget), row.method << " " << row.path << " used only " << used);
}

/// How many statements its answer takes. The metrics say so too.
std::pair<Response, std::uint64_t> measured(House& house, const Request& request) {
  auto& world = house.world;
  constexpr auto all = doorward::port::Metric::database_statements_total;
  world.platform().mysql().connect();
  doorward::service::count_spent(world.service);
  world.statements();
  const auto before = counted(world, all);
  auto answer = house.desk.ask(request);
  const auto used = world.statements();
  BOOST_TEST(counted(world, all) - before == used);
  return {std::move(answer), used};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(a_row_of_administration_stays_within_its_budget_too) {
  Foreign houses;
  World& world = houses.a.world;
  const auto owner = world.make_user(houses.a.tenant, "owner");
  auto ask = world.ask();
  const auto waiting = doorward::service::change_tenant(ask, doorward::service::operator_in(houses.a.tenant),
                                                        {std::nullopt, std::nullopt, houses.a.slug + ".example"});
  BOOST_REQUIRE(bool(waiting));
  for (const auto& row : doorward::route::rows()) {
    if (row.needs != doorward::route::Needs::acting) continue;
    std::vector<std::string> typed;
    const auto token = bearer(std::string(sign_in(world, owner).tokens->access_token.reveal()));
    const auto request = Filling(houses, row).ask(Whose::own, Whose::own, Whose::own, token, typed);
    world.clock.at += std::chrono::minutes(2);
    const auto [answer, used] = measured(houses.a, request);
    within(row, answer, used);
  }
}

BOOST_AUTO_TEST_CASE(a_row_stays_within_its_budget_of_statements) {
  for (const auto& row : doorward::route::rows()) {
    if (row.needs == doorward::route::Needs::acting) continue;
    Budget budget;
    const auto body = budget.body_for(row.metric);
    if (row.metric == "end_session" || row.metric == "end_other_sessions") budget.refresh_token();
    const auto path = budget.path_for(row);
    const auto token = budget.token_for(row);
    budget.prepare(row.metric);
    auto request =
        budget.house.desk.request(row.method == "ANY" ? "GET" : std::string(row.method), path, bearer(token));
    if (row.takes != doorward::route::Takes::nothing) {
      request.content_type = "application/json";
      request.body = doorward::port::dump_json(body);
    }
    budget.house.world.clock.at += std::chrono::minutes(2);  // nothing that memory holds is believed any more
    const auto [answer, used] = measured(budget.house, request);
    within(row, answer, used);
  }
}

BOOST_AUTO_TEST_CASE(who_asks_too_often_waits) {
  House house;
  const auto* row = doorward::route::rate_row("lookup");
  BOOST_REQUIRE(row);
  for (int i = 0; i < row->address; ++i) {
    const auto answer = house.desk.get("/auth/organizations/slug-available/x-y-z");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(
        header_of(answer, "RateLimit").starts_with("\"lookup\";r=" + std::to_string(row->address - i - 1) + ";t="));
  }
  const auto refused = house.desk.get("/auth/organizations/slug-available/x-y-z");
  BOOST_TEST(refused.status == 429);
  BOOST_TEST(code_of(refused) == "RATE_LIMIT_EXCEEDED");
  BOOST_TEST(std::stoi(header_of(refused, "Retry-After")) >= 1);
  BOOST_TEST(header_of(refused, "RateLimit").starts_with("\"lookup\";r=0;t="));
  BOOST_TEST(header_of(refused, "RateLimit-Policy") == "\"lookup\";q=60;w=60");
  Desk neighbour(house.world);
  BOOST_TEST(neighbour.get("/auth/organizations/slug-available/x-y-z").status == 200);
  house.world.clock.at += row->window * 2;
  BOOST_TEST(house.desk.get("/auth/organizations/slug-available/x-y-z").status == 200);
}

BOOST_AUTO_TEST_CASE(the_scale_multiplies_every_limit_and_rows_without_a_class_say_nothing) {
  House house(doorward::ConfigWords{{"limits.scale", "1000"}});
  BOOST_TEST(header_of(house.desk.get("/auth/organizations/slug-available/x-y-z"), "RateLimit-Policy") ==
             "\"lookup\";q=60000;w=60");
  BOOST_TEST(header_of(house.desk.get("/auth/health/live"), "RateLimit") == "");
}

BOOST_AUTO_TEST_CASE(an_ipv6_customer_is_one_address) {
  World world;
  Desk desk(world);
  std::string left[2];
  for (int i = 0; i < 2; ++i) {
    auto request = desk.request("GET", "/auth/organizations/slug-available/x-y-z");
    const auto bytes = doorward::to_hex(world.random.bytes(2));
    static const std::string net = "2001:db8:" + bytes + ":1:";
    request.address = net + (i == 0 ? ":1" : "ffff:ffff:ffff:2");
    left[i] = header_of(desk.ask(request), "RateLimit");
  }
  BOOST_TEST(left[0].starts_with("\"lookup\";r=59"));
  BOOST_TEST(left[1].starts_with("\"lookup\";r=58"));
}

BOOST_AUTO_TEST_CASE(without_memcached_limits_hold_by_the_database) {
  House house(doorward::ConfigWords{{"memcached.servers", ""}});
  for (int i = 0; i < 60; ++i) house.desk.get("/auth/organizations/slug-available/x-y-z");
  BOOST_TEST(house.desk.get("/auth/organizations/slug-available/x-y-z").status == 429);
}

BOOST_AUTO_TEST_SUITE_END()
