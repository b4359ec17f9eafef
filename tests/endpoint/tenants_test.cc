// Tenants from above and from inside, as a client sees them.
#include "base/encode.hh"
#include "service/own_tenant.hh"
#include "store/resellers.hh"
#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

namespace {

std::string token_of(World& world, const MadeUser& who) {
  return std::string(sign_in(world, who).tokens->access_token.reveal());
}

/// A tenant with its owner, and an administrator of the platform.
struct Town {
  House house{ConfigWords{{"limits.scale", "100000"}}, "owner"};
  Headers owner = bearer(token_of(house.world, house.user));
  Headers admin = bearer(token_of(house.world, house.world.make_user(platform_tenant, "platform_admin")));
  Desk above{house.world};
  std::string path = "/auth/platform/tenants/" + house.tenant.text();

  std::string fresh(const std::string& head) { return head + "-" + to_hex(house.world.random.bytes(6)); }
  Response step(const std::string& word) { return above.send("POST", path + "/" + word, "", "", admin); }
  int me() { return house.desk.get("/auth/me", owner).status; }
  std::int64_t events(const std::string& type) { return count_events(house.world, house.tenant, type); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(tenants)

BOOST_AUTO_TEST_CASE(the_platform_makes_shows_lists_and_changes_tenants) {
  Town town;
  const auto slug = town.fresh("new");
  const Json wanted = Json::Object{{"slug", slug}, {"name", "New"}, {"plan_type", "pro"}};
  const auto made = town.above.post("/auth/platform/tenants", wanted, town.admin);
  BOOST_REQUIRE_EQUAL(made.status, 201);
  const auto id = text_at(json_of(made), "id");
  BOOST_TEST(text_at(json_of(made), "plan_type") == "pro");
  BOOST_TEST(code_of(town.above.post("/auth/platform/tenants", wanted, town.admin)) == "SLUG_TAKEN");
  const auto shown = town.above.get("/auth/platform/tenants/" + id, town.admin);
  BOOST_TEST(text_at(json_of(shown), "slug") == slug);
  BOOST_TEST(json_of(shown).find("limits")->find("max_users")->integer() != nullptr);
  const auto other = town.fresh("other");
  const auto changed = town.above.json("PATCH", "/auth/platform/tenants/" + id,
                                       Json::Object{{"name", "Other"}, {"slug", other}}, town.admin);
  BOOST_TEST(changed.status == 200);
  BOOST_TEST(text_at(json_of(changed), "slug") == other);
  BOOST_TEST(text_at(json_of(changed), "name") == "Other");
  const auto page = json_of(town.above.get("/auth/platform/tenants?limit=1", town.admin));
  BOOST_TEST(page.find("items")->array()->size() == 1);
  const auto cursor = text_at(page, "next_cursor");
  const auto next = json_of(town.above.get("/auth/platform/tenants?limit=1&cursor=" + cursor, town.admin));
  const auto first = [](const Json& list) { return text_at(list.find("items")->array()->at(0), "slug"); };
  BOOST_TEST((first(next) > first(page)), first(page) << " " << first(next));
  BOOST_TEST(town.above.get("/auth/platform/tenants?status=active&cursor=" + cursor, town.admin).status == 400);
}

BOOST_AUTO_TEST_CASE(nobody_of_a_tenant_and_no_stranger_reaches_them) {
  Town town;
  for (const char* method : {"GET", "PATCH", "DELETE"}) {
    const auto answer = town.house.desk.json(method, town.path, Json::Object{}, town.owner);
    BOOST_TEST(code_of(answer) == "INSUFFICIENT_PERMISSIONS");
    BOOST_TEST(town.above.json(method, town.path, Json::Object{}).status == 401);
  }
  const auto unknown = "/auth/platform/tenants/" + town.house.world.random.id(town.house.world.clock.now()).text();
  BOOST_TEST(town.above.get(unknown, town.admin).status == 404);
  BOOST_TEST(town.above.get("/auth/platform/tenants/" + platform_tenant.text(), town.admin).status == 404);
}

BOOST_AUTO_TEST_CASE(a_reseller_has_only_its_own) {
  Town town;
  World& world = town.house.world;
  const auto reseller = world.make_tenant("", "reseller");
  store::put_quota(world.platform(), reseller, {9, std::nullopt, {"basic"}}, world.clock.now());
  const auto seller = bearer(token_of(world, world.make_user(reseller, "reseller")));
  BOOST_TEST(town.above.get(town.path, seller).status == 404);
  BOOST_TEST(town.above.send("POST", town.path + "/suspend", "", "", seller).status == 404);
  BOOST_TEST(json_of(town.above.get("/auth/platform/tenants", seller)).find("items")->array()->empty());
  const auto made =
      town.above.post("/auth/platform/tenants", Json::Object{{"slug", town.fresh("sold")}, {"name", "Sold"}}, seller);
  BOOST_REQUIRE_EQUAL(made.status, 201);
  BOOST_TEST(text_at(json_of(made), "reseller_id") == reseller.text());
  BOOST_TEST(json_of(town.above.get("/auth/platform/tenants", seller)).find("items")->array()->size() == 1);
  const auto elsewhere = town.above.post(
      "/auth/platform/tenants",
      Json::Object{{"slug", town.fresh("sold")}, {"name", "Sold"}, {"reseller_id", town.house.tenant.text()}}, seller);
  BOOST_TEST(fields_of(elsewhere) == "reseller_id");
}

BOOST_AUTO_TEST_CASE(a_suspension_holds_at_once_and_sessions_go_on_after_it) {
  Town town;
  BOOST_TEST(town.me() == 200);
  BOOST_TEST(town.step("suspend").status == 200);
  BOOST_TEST(town.me() == 403);
  BOOST_TEST(town.house.log_in(town.house.desk, town.house.user).status == 403);
  BOOST_TEST(town.step("suspend").status == 200);  // as it is already
  BOOST_TEST(town.events("tenant_suspended") == 1);
  const auto active = town.step("activate");
  BOOST_TEST(text_at(json_of(active), "status") == "active");
  BOOST_TEST(town.me() == 200);
  BOOST_TEST(town.events("tenant_activated") == 1);
}

BOOST_AUTO_TEST_CASE(a_canceled_tenant_is_restored_as_it_was_and_its_sessions_are_not) {
  Town town;
  BOOST_TEST(town.step("restore").status == 409);
  town.house.world.clock.at += seconds(2);
  BOOST_TEST(town.step("suspend").status == 200);
  BOOST_TEST(town.above.send("DELETE", town.path, "", "", town.admin).status == 204);
  BOOST_TEST(town.me() == 403);
  BOOST_TEST(town.step("activate").status == 409);
  BOOST_TEST(town.step("suspend").status == 409);
  BOOST_TEST(text_at(json_of(town.step("restore")), "status") == "suspended");
  BOOST_TEST(town.step("activate").status == 200);
  BOOST_TEST(town.me() == 401);
  BOOST_TEST(town.house.log_in(town.house.desk, town.house.user).status == 200);
  BOOST_TEST(town.events("tenant_canceled") == 1);
  BOOST_TEST(town.events("tenant_restored") == 1);
}

BOOST_AUTO_TEST_CASE(plans_limits_and_features_are_given_by_the_platform) {
  Town town;
  const auto give = [&](const Json& body) { return town.above.json("POST", town.path + "/plan", body, town.admin); };
  const auto basic = json_of(give(Json::Object{{"plan_type", "basic"},
                                               {"limits", Json::Object{{"max_users", 3}, {"max_invites", "none"}}},
                                               {"features", Json::Object{{"webhooks", true}, {"mfa", false}}}}));
  BOOST_TEST(text_at(basic, "plan_type") == "basic");
  BOOST_TEST(port::dump_json(*basic.find("limits")) == R"({"max_users":3,"max_invites":null})");
  BOOST_TEST(port::dump_json(*basic.find("features")) == R"({"webhooks":true})");
  const auto own = json_of(town.house.desk.get("/auth/tenant", town.owner));
  BOOST_TEST(port::dump_json(*own.find("features")) == R"({"webhooks":true})");
  const auto back = json_of(give(Json::Object{{"limits", Json::Object{{"max_users", nullptr}}}}));
  BOOST_TEST(*back.find("limits")->find("max_users")->integer() == 25);
  BOOST_TEST(fields_of(give(
                 Json::Object{{"plan_type", "golden"},
                              {"limits", Json::Object{{"max_cats", 1}, {"max_users", 0}, {"max_invites", INT64_MAX}}},
                              {"features", Json::Object{{"flying", true}}}})) ==
             "plan_type limits.max_cats limits.max_invites limits.max_users features.flying");
  BOOST_TEST(fields_of(give(Json::Object{{"limits", Json::Object{{"max_users", "many"}}},
                                         {"features", Json::Object{{"mfa", 1}}}})) == "limits.max_users features.mfa");
  BOOST_TEST(fields_of(give(Json::Object{{"plan", "pro"}})) == "plan");
  BOOST_TEST(town.events("tenant_plan_changed") == 2);
}

BOOST_AUTO_TEST_CASE(a_feature_counts_at_the_gate_and_at_rows_at_once_for_tokens_that_are_out) {
  Town town;
  const auto gate = [&](const std::string& require) {
    auto request = town.house.desk.request("GET", "/x", town.owner);
    request.door = doorward::http::Door::subrequest;
    request.gate = doorward::http::GateQuestion{"/x", "h", "http", "GET", town.house.slug, require, ""};
    return town.house.desk.ask(request);
  };
  const auto give = [&](const char* feature, bool on) {
    return town.above.json("POST", town.path + "/plan", Json::Object{{"features", Json::Object{{feature, on}}}},
                           town.admin);
  };
  BOOST_TEST(gate("feature:webhooks").status == 204);
  BOOST_TEST(give("webhooks", false).status == 200);
  const auto refused = gate("feature:webhooks");
  BOOST_TEST(refused.status == 403);
  BOOST_TEST(header_of(refused, "X-Doorward-Reason") == "FEATURE_NOT_AVAILABLE");
  BOOST_TEST(gate("feature:webhooks|mfa").status == 204);
  BOOST_TEST(give("webhooks", true).status == 200);
  BOOST_TEST(gate("feature:webhooks").status == 204);
  const auto off =
      town.house.desk.json("PUT", "/auth/tenant/settings/features", Json::Object{{"webhooks", false}}, town.owner);
  BOOST_TEST(off.status == 200);
  BOOST_TEST(gate("feature:webhooks").status == 403);
  BOOST_TEST(give("custom_roles", false).status == 200);
  const auto role = town.house.desk.post("/auth/roles", Json::Object{{"name", "clerk"}}, town.owner);
  BOOST_TEST(code_of(role) == "FEATURE_NOT_AVAILABLE");
  const auto problem = json_of(role);
  BOOST_TEST(port::dump_json(*problem.find("plans")) == R"(["pro","enterprise"])");
}

BOOST_AUTO_TEST_CASE(owners_change_name_and_slug_and_others_only_look) {
  Town town;
  const auto slug = town.fresh("mine");
  const auto change = [&](const Json& body) { return town.house.desk.json("PATCH", "/auth/tenant", body, town.owner); };
  const auto taken = town.house.world.slug_of(town.house.world.make_tenant());
  BOOST_TEST(code_of(change(Json::Object{{"slug", taken}})) == "SLUG_TAKEN");
  for (const char* bad : {"UPPER", "\u0430cme-inc", "xn--acme-abc", "a--b", "m\u00fcnchen", "acme_inc", " acme", "ab"})
    BOOST_TEST(code_of(change(Json::Object{{"slug", bad}})) == "SLUG_INVALID", bad);
  BOOST_TEST(code_of(change(Json::Object{{"slug", "admin"}})) == "SLUG_RESERVED");
  BOOST_TEST(fields_of(change(Json::Object{{"name", ""}})) == "name");
  BOOST_TEST(fields_of(change(Json::Object{{"name", "a\nb"}, {"status", "active"}})) == "name status");
  BOOST_TEST(change(Json::Object{{"slug", slug}, {"name", "Mine"}}).status == 200);
  town.house.desk.always.clear();
  BOOST_TEST(text_at(json_of(town.house.desk.get("/auth/tenant", town.owner)), "slug") == slug);
  const auto viewer = bearer(token_of(town.house.world, town.house.world.make_user(town.house.tenant, "viewer")));
  const auto looked = town.house.desk.get("/auth/tenant", viewer);
  BOOST_TEST(text_at(json_of(looked), "name") == "Mine");
  BOOST_TEST(!json_of(looked).find("domain"));
  BOOST_TEST(code_of(town.house.desk.json("PATCH", "/auth/tenant", Json::Object{{"name", "X"}}, viewer)) ==
             "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(town.events("tenant_changed") == 1);
}

BOOST_AUTO_TEST_CASE(a_name_is_read_as_it_is_written) {
  Town town;
  const auto name = [&](const std::string& value) {
    return town.house.desk.json("PATCH", "/auth/tenant", Json::Object{{"name", value}}, town.owner);
  };
  for (const char* bad : {"\u202Eknab", "a\u2066b\u2069", "a\u2028b", "  "})
    BOOST_TEST(fields_of(name(bad)) == "name", bad);
  for (const char* good : {"Fa\u00E7ade \u2013 \u20AC5", "\u05D0\u05D1", "\u2065"})
    BOOST_TEST(name(good).status == 200, good);
}

BOOST_AUTO_TEST_CASE(a_former_slug_is_nobody_elses_and_may_be_had_again) {
  Town town, other;
  const auto first = town.house.slug, second = town.fresh("b"), third = town.fresh("c");
  const auto call = [](Town& whose, const std::string& slug) {
    whose.house.desk.always = {{"x-tenant-id", whose.house.tenant.text()}};
    return whose.house.desk.json("PATCH", "/auth/tenant", Json::Object{{"slug", slug}}, whose.owner);
  };
  BOOST_TEST(call(town, second).status == 200);
  BOOST_TEST(code_of(call(other, first)) == "SLUG_TAKEN");
  const Json wanted = Json::Object{{"slug", first}, {"name", "New"}};
  BOOST_TEST(code_of(town.above.post("/auth/platform/tenants", wanted, town.admin)) == "SLUG_TAKEN");
  const auto asked = town.above.get("/auth/organizations/slug-available/" + first);
  BOOST_TEST(!*json_of(asked).find("available")->flag());
  Desk stranger(town.house.world);
  stranger.always = {{"x-tenant-id", first}};
  BOOST_TEST(code_of(stranger.post("/auth/login", town.house.credentials(town.house.user))) == "INVALID_TENANT");
  BOOST_TEST(call(town, third).status == 200);
  BOOST_TEST(text_at(json_of(call(town, first)), "slug") == first);
  BOOST_TEST(code_of(call(other, third)) == "SLUG_TAKEN");
  for (int i = 0; i < 3; ++i) BOOST_TEST(call(town, town.fresh("d")).status == 200);
  BOOST_TEST(code_of(call(town, town.fresh("e"))) == "CONFLICT");
  BOOST_TEST(call(town, first).status == 200);  // its own
}

BOOST_AUTO_TEST_CASE(a_domain_counts_when_it_was_looked_at) {
  Town town;
  const auto domain = town.fresh("login") + ".example";
  const auto ask = [&](const Json& value) {
    return town.house.desk.json("PATCH", "/auth/tenant", Json::Object{{"custom_domain", value}}, town.owner);
  };
  for (const char* bad : {"localhost", "10.0.0.1", "a b.example", "-.example", "http://x.example", "127.0.0.1", "127.1",
                          "0x7f000001.0", "10.0x1"})
    BOOST_TEST(fields_of(ask(bad)) == "custom_domain", bad);
  const auto asked = json_of(ask(domain));
  BOOST_TEST(text_at(asked, "domain.url") == "https://" + domain + "/.well-known/doorward-domain");
  BOOST_TEST(text_at(asked, "domain.token").size() == 32U);
  BOOST_TEST(asked.find("branding")->find("custom_domain")->null());
  Desk stranger(town.house.world);
  stranger.host = domain;
  const auto log_in = [&] { return stranger.post("/auth/login", town.house.credentials(town.house.user)).status; };
  BOOST_TEST(log_in() == 400);  // nobody's yet
  const auto reseller = town.house.world.make_tenant("", "reseller");
  town.house.world.platform().mysql().run("UPDATE tenants SET reseller_id = ? WHERE id = ?",
                                          {port::sql(reseller), port::sql(town.house.tenant)});
  const auto seller = bearer(token_of(town.house.world, town.house.world.make_user(reseller, "reseller")));
  const auto vouch = [&](const std::string& what, const Headers& who) {
    return town.above.post(town.path + "/domain", Json::Object{{"custom_domain", what}}, who);
  };
  BOOST_TEST(code_of(vouch(domain, seller)) == "INSUFFICIENT_PERMISSIONS");
  // Asked about one, the tenant asks for another before the answer.
  BOOST_TEST(code_of(vouch("former.example", town.admin)) == "CONFLICT");
  BOOST_TEST(fields_of(town.above.post(town.path + "/domain", Json::Object{}, town.admin)) == "custom_domain");
  BOOST_TEST(log_in() == 400);
  BOOST_TEST(vouch(domain, town.admin).status == 200);
  BOOST_TEST(code_of(vouch(domain, town.admin)) == "NOT_FOUND");
  BOOST_TEST(log_in() == 200);
  BOOST_TEST(text_at(json_of(town.house.desk.get("/auth/tenant", town.owner)), "branding.custom_domain") == domain);
  BOOST_TEST(ask(nullptr).status == 200);
  BOOST_TEST(json_of(town.house.desk.get("/auth/tenant", town.owner)).find("branding")->find("custom_domain")->null());
}

BOOST_AUTO_TEST_CASE(the_services_own_host_and_what_stands_below_its_site_are_nobodys_domain) {
  House house{{{"service.public_url", "https://sso.example.org:8443"}, {"service.site_domain", "site.example"}},
              "owner"};
  const auto owner = bearer(token_of(house.world, house.user));
  const auto ask = [&](const char* domain) {
    return house.desk.json("PATCH", "/auth/tenant", Json::Object{{"custom_domain", domain}}, owner);
  };
  for (const char* ours : {"sso.example.org", "SSO.example.org", "site.example", "x.site.example"})
    BOOST_TEST(fields_of(ask(ours)) == "custom_domain", ours);
  for (const char* theirs : {"sso.example", "o.example.org", "othersite.example"})
    BOOST_TEST(ask(theirs).status == 200, theirs);
}

BOOST_AUTO_TEST_CASE(of_two_who_ask_for_a_domain_the_first_verified_has_it) {
  Town one, two;
  const auto domain = one.fresh("both") + ".example";
  for (Town* town : {&one, &two})
    BOOST_TEST(
        town->house.desk.json("PATCH", "/auth/tenant", Json::Object{{"custom_domain", domain}}, town->owner).status ==
        200);
  auto operating = one.house.world.ask();
  const auto accept = [&](TenantId id) {
    const auto done = service::accept_domain(operating, service::operator_above(id), id, domain);
    return done ? "ok" : std::string(row_of(done.error().code).name);
  };
  BOOST_TEST(accept(two.house.tenant) == "ok");
  BOOST_TEST(accept(one.house.tenant) == "CONFLICT");
  BOOST_TEST(accept(two.house.tenant) == "NOT_FOUND");
}

BOOST_AUTO_TEST_CASE(a_domain_is_a_matter_of_the_plan) {
  Town town;
  town.above.json("POST", town.path + "/plan", Json::Object{{"plan_type", "basic"}}, town.admin);
  const auto refused =
      town.house.desk.json("PATCH", "/auth/tenant", Json::Object{{"custom_domain", "x.example"}}, town.owner);
  BOOST_TEST(code_of(refused) == "FEATURE_NOT_AVAILABLE");
  const auto problem = json_of(refused);
  BOOST_TEST(port::dump_json(*problem.find("plans")) == R"(["pro","enterprise"])");
}

BOOST_AUTO_TEST_CASE(a_domain_goes_with_the_feature) {
  Town one, two;
  const auto domain = one.fresh("lost") + ".example";
  const auto ask = [&](Town& town) {
    return town.house.desk.json("PATCH", "/auth/tenant", Json::Object{{"custom_domain", domain}}, town.owner).status;
  };
  const auto vouch = [&](Town& town) {
    return code_of(town.above.post(town.path + "/domain", Json::Object{{"custom_domain", domain}}, town.admin));
  };
  const auto plan = [&](const Json& wanted) { return one.above.json("POST", one.path + "/plan", wanted, one.admin); };
  const auto has = [&] {
    const auto shown = json_of(one.above.get(one.path, one.admin));
    return !shown.find("branding")->find("custom_domain")->null();
  };
  BOOST_TEST(ask(one) == 200);
  BOOST_TEST(vouch(one) == "");
  BOOST_TEST(plan(Json::Object{{"limits", Json::Object{{"max_users", 9}}}}).status == 200);
  BOOST_TEST(plan(Json::Object{{"plan_type", "basic"}, {"features", Json::Object{{"custom_domain", true}}}}).status ==
             200);
  BOOST_TEST(has());  // still given beside the plan
  BOOST_TEST(ask(two) == 200);
  BOOST_TEST(vouch(two) == "CONFLICT");
  BOOST_TEST(plan(Json::Object{{"features", Json::Object{{"custom_domain", nullptr}}}}).status == 200);
  BOOST_TEST(!has());
  BOOST_TEST(one.events("tenant_domain_lost") == 1);
  BOOST_TEST(vouch(two) == "");
  // The plan that gives it again brings no domain back.
  BOOST_TEST(plan(Json::Object{{"plan_type", "pro"}}).status == 200);
  BOOST_TEST(!has());
  // What only waits to be verified goes too.
  BOOST_TEST(ask(one) == 200);
  BOOST_TEST(plan(Json::Object{{"plan_type", "basic"}}).status == 200);
  BOOST_TEST(json_of(one.above.get(one.path, one.admin)).find("domain")->null());
  BOOST_TEST(one.events("tenant_domain_lost") == 2);
}

BOOST_AUTO_TEST_CASE(a_full_tenant_says_limit_and_number_to_its_own_administrators_alone) {
  Town town;
  town.above.json("POST", town.path + "/plan", Json::Object{{"limits", Json::Object{{"max_users", 1}}}}, town.admin);
  const auto join = [&] {
    return town.house.desk.post("/auth/register", Json::Object{{"email", town.fresh("p") + "@example.test"},
                                                               {"password", good_password},
                                                               {"first_name", "A"},
                                                               {"last_name", "B"}});
  };
  BOOST_TEST(join().status == 201);
  const auto stranger = join();
  BOOST_TEST(code_of(stranger) == "USER_LIMIT_EXCEEDED");
  BOOST_TEST(stranger.body.find("are taken") == std::string::npos);
  BOOST_TEST(!json_of(stranger).find("limit"));
  BOOST_TEST(!json_of(stranger).find("used"));
  const auto full = town.house.desk.json("POST", "/auth/users",
                                         Json::Object{{"email", town.fresh("p") + "@example.test"},
                                                      {"password", good_password},
                                                      {"first_name", "A"},
                                                      {"last_name", "B"}},
                                         town.owner);
  BOOST_TEST(code_of(full) == "USER_LIMIT_EXCEEDED");
  BOOST_TEST(*json_of(full).find("limit")->integer() == 1);
  BOOST_TEST(*json_of(full).find("used")->integer() == 1);
  const auto usage = json_of(town.house.desk.get("/auth/tenant/usage", town.owner));
  BOOST_TEST(port::dump_json(*usage.find("max_users")) == R"({"limit":1,"used":1})");
}

BOOST_AUTO_TEST_CASE(figures_say_how_far_a_day_is_counted_and_are_null_where_it_is_not) {
  Town town;
  World& world = town.house.world;
  const auto figures = [&](const Response& answer) { return *json_of(answer).find("items")->array(); };
  const auto today = figures(town.house.desk.get("/auth/tenant/analytics", town.owner)).back();
  BOOST_TEST(!*today.find("complete")->flag());
  BOOST_TEST(text_at(today, "counted_until") == to_rfc3339(world.clock.at));
  // Nobody did the upkeep for days: the neighbours in this database ask for no others.
  world.clock.at += std::chrono::hours(24 * 300);
  const auto owner = bearer(token_of(world, town.house.user));
  const auto admin = bearer(token_of(world, world.make_user(platform_tenant, "platform_admin")));
  const auto waiting = figures(town.house.desk.get("/auth/tenant/analytics", owner)).front();
  const auto of_all = figures(town.above.get("/auth/platform/analytics", admin)).front();
  for (const auto& day : {waiting, of_all}) {
    BOOST_TEST(!*day.find("complete")->flag());
    for (const auto& [name, value] : *day.object())
      if (name != "day" && name != "complete") BOOST_TEST(value.null(), name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
