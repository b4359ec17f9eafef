// Resellers: made by the platform alone, held to their quota whoever comes at once, suspended and given back whole.
#include "service/resellers.hh"

#include "base/encode.hh"
#include "model/role.hh"
#include "route/demand.hh"
#include "route/table.hh"
#include "service/administration.hh"
#include "service/tenant_life.hh"
#include "support/at_once.hh"
#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

namespace {

struct Scene {
  World world{{{"limits.scale", "1000"}}};
  Desk desk{world};
  Headers admin = bearer(token_of(world.make_user(platform_tenant, "platform_admin")));

  std::string token_of(const MadeUser& who) { return std::string(sign_in(world, who).tokens->access_token.reveal()); }
  std::string fresh() { return "r-" + to_hex(world.random.bytes(6)); }
  static Json quota(const Json& tenants, const Json& users = nullptr,
                    const std::vector<std::string>& plans = {"basic", "pro"}) {
    return Json::Object{{"max_tenants", tenants}, {"max_users", users}, {"plans", Json::strings(plans)}};
  }
  Response make(const Json& body) { return desk.post("/auth/platform/resellers", body, admin); }
  TenantId reseller(const Json& of) {
    const auto answer = make(Json::Object{{"slug", fresh()}, {"quota", of}});
    BOOST_TEST_REQUIRE(answer.status == 201, answer.body);
    return TenantId(*Id::parse(text_at(json_of(answer), "id")));
  }
  /// One of its people.
  Headers seller(const TenantId& reseller) { return bearer(token_of(world.make_user(reseller, "reseller"))); }
  Response act(const std::string& method, const TenantId& id, const std::string& rest,
               const Json& body = Json::Object{}) {
    return desk.json(method, "/auth/platform/resellers/" + id.text() + rest, body, admin);
  }
  Response step(const TenantId& id, const std::string& word) {
    return desk.send("POST", "/auth/platform/resellers/" + id.text() + "/" + word, "", "", admin);
  }
  Response tenant(const TenantId& id, const std::string& word, const Headers& who) {
    return desk.send("POST", "/auth/platform/tenants/" + id.text() + "/" + word, "", "", who);
  }
  Response plan(const TenantId& id, const Json& body, const Headers& who) {
    return desk.post("/auth/platform/tenants/" + id.text() + "/plan", body, who);
  }
  Response move(const TenantId& tenant, const Json& to) {
    return desk.post("/auth/platform/tenants/" + tenant.text() + "/reseller", Json::Object{{"reseller_id", to}}, admin);
  }
  Response sell(const Headers& who, const Json& more = Json::Object{}) {
    Json body = Json::Object{{"slug", fresh()}, {"name", "Sold"}};
    for (const auto& [name, value] : *more.object()) body.set(name, value);
    return desk.post("/auth/platform/tenants", body, who);
  }
  TenantId sold(const Headers& who, const Json& more = Json::Object{}) {
    const auto answer = sell(who, more);
    BOOST_TEST_REQUIRE(answer.status == 201, answer.body);
    return TenantId(*Id::parse(text_at(json_of(answer), "id")));
  }
  std::string status_of(const TenantId& tenant) {
    std::string status;
    world.platform().mysql().each("SELECT status FROM tenants WHERE id = ?", {port::sql(tenant)},
                                  [&](const port::SqlRow& row) { status = row.text(0); });
    return status;
  }
  std::string me(const std::string& token) {
    const auto answer = desk.get("/auth/me", bearer(token));
    return answer.status == 200 ? "yes" : code_of(answer);
  }
};

Json limit(std::int64_t people) { return Json::Object{{"limits", Json::Object{{"max_users", people}}}}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(resellers)

BOOST_AUTO_TEST_CASE(a_reseller_is_made_shown_changed_and_removed) {
  Scene s;
  const auto id = s.reseller(Scene::quota(3, 100));
  const auto shown = json_of(s.desk.get("/auth/platform/resellers/" + id.text(), s.admin));
  BOOST_TEST(port::dump_json(*shown.find("quota")) == R"({"max_tenants":3,"max_users":100,"plans":["basic","pro"]})");
  BOOST_TEST(*shown.find("tenants")->integer() == 0);
  BOOST_TEST(*shown.find("users")->integer() == 0);
  const auto changed =
      s.act("PATCH", id, "", Json::Object{{"name", "Sells"}, {"quota", Json::Object{{"max_users", nullptr}}}});
  BOOST_TEST(text_at(json_of(changed), "name") == "Sells");
  BOOST_TEST(port::dump_json(*json_of(changed).find("quota")) ==
             R"({"max_tenants":3,"max_users":null,"plans":["basic","pro"]})");
  bool listed = false;
  for (std::string cursor;;) {
    const auto page =
        json_of(s.desk.get("/auth/platform/resellers?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor), s.admin));
    for (const auto& item : *page.find("items")->array()) listed = listed || text_at(item, "id") == id.text();
    cursor = text_at(page, "next_cursor");
    if (cursor.empty()) break;
  }
  BOOST_TEST(listed);
  BOOST_TEST(count_events(s.world, id, "reseller_quota_changed") == 1);
  BOOST_TEST(s.act("DELETE", id, "").status == 204);
  for (const auto* method : {"PATCH", "DELETE"}) BOOST_TEST(code_of(s.act(method, id, "")) == "NOT_FOUND");
  for (const auto& other : {id, s.world.make_tenant(), TenantId()})  // a tenant is no reseller
    BOOST_TEST(code_of(s.desk.get("/auth/platform/resellers/" + other.text(), s.admin)) == "NOT_FOUND");
}

BOOST_AUTO_TEST_CASE(a_quota_is_read_strictly_and_what_it_does_not_say_is_nothing) {
  Scene s;
  const auto fields = [&](const Json& quota) {
    return fields_of(s.make(Json::Object{{"slug", s.fresh()}, {"quota", quota}}));
  };
  BOOST_TEST(fields(Scene::quota(-1, -1)) == "quota.max_tenants quota.max_users");
  BOOST_TEST(fields(Scene::quota(1, 1, {"gold"})) == "quota.plans");
  BOOST_TEST(fields(Scene::quota(1, 1, {"pro", "pro"})) == "quota.plans");
  BOOST_TEST(fields(Json::Object{{"max_tenants", "3"}, {"tenants", 3}}) == "quota.max_tenants quota.tenants");
  const auto id = s.reseller(Json::Object{});
  BOOST_TEST(code_of(s.sell(s.seller(id))) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(fields_of(s.act("PATCH", id, "", Json::Object{{"quota", Json::Object{{"max_users", -1}}}})) ==
             "quota.max_users");
}

BOOST_AUTO_TEST_CASE(only_the_platform_says_who_resells_and_whose_a_tenant_is) {
  Scene s;
  const auto id = s.reseller(Scene::quota(3)), other = s.reseller(Scene::quota(3));
  const auto seller = s.seller(id), owner = bearer(s.token_of(s.world.make_user(s.world.make_tenant(), "owner")));
  const auto tenant = s.sold(seller);
  for (const auto& who : {seller, owner}) {
    const auto refused = [&](const Response& answer) { BOOST_TEST(code_of(answer) == "INSUFFICIENT_PERMISSIONS"); };
    const auto house = "/auth/platform/resellers/" + id.text();
    refused(s.desk.get("/auth/platform/resellers", who));
    refused(s.desk.post("/auth/platform/resellers", Json::Object{{"slug", s.fresh()}}, who));
    refused(s.desk.json("PATCH", house, Json::Object{{"quota", Scene::quota(99)}}, who));
    refused(s.desk.send("DELETE", house, "", "", who));
    for (const char* word : {"/suspend", "/activate"}) refused(s.desk.send("POST", house + word, "", "", who));
    refused(s.desk.post("/auth/platform/tenants/" + tenant.text() + "/reseller",
                        Json::Object{{"reseller_id", other.text()}}, who));
    refused(s.desk.get("/auth/platform/events", who));
  }
  const auto look = [&](const TenantId& at, const Headers& who) {
    return s.desk.get("/auth/platform/resellers/" + at.text(), who);
  };
  BOOST_TEST(*json_of(look(id, seller)).find("tenants")->integer() == 1);
  BOOST_TEST(code_of(look(other, seller)) == "NOT_FOUND");
  BOOST_TEST(code_of(look(id, owner)) == "INSUFFICIENT_PERMISSIONS");
}

BOOST_AUTO_TEST_CASE(a_tenant_moves_and_with_it_who_administers_it) {
  Scene s;
  const auto one = s.reseller(Scene::quota(3)), other = s.reseller(Scene::quota(3));
  const auto tenant = s.world.make_tenant();
  const auto seller = s.seller(one);
  const auto reaches = [&] {
    auto headers = seller;
    headers.emplace_back("x-tenant-id", s.world.slug_of(tenant));
    const auto shown = s.desk.get("/auth/platform/tenants/" + tenant.text(), seller);
    BOOST_TEST((shown.status == 200) == (s.desk.get("/auth/events", headers).status == 200));
    return shown.status;
  };
  BOOST_TEST(reaches() == 404);
  BOOST_TEST(s.move(tenant, one.text()).status == 204);
  BOOST_TEST(reaches() == 200);
  BOOST_TEST(code_of(s.act("DELETE", one, "")) == "CONFLICT");  // it has a tenant
  BOOST_TEST(s.move(tenant, other.text()).status == 204);
  BOOST_TEST(reaches() == 404);
  BOOST_TEST(s.move(tenant, nullptr).status == 204);
  BOOST_TEST(s.move(tenant, nullptr).status == 204);  // there already
  BOOST_TEST(s.act("DELETE", other, "").status == 204);
  for (const Json& nobody : {Json(other.text()), Json(tenant.text()), Json("x")})
    BOOST_TEST(fields_of(s.move(tenant, nobody)) == "reseller_id");
  BOOST_TEST(code_of(s.move(one, other.text())) == "NOT_FOUND");  // a reseller is no tenant
  BOOST_TEST(count_events(s.world, tenant, "tenant_moved") == 3);
}

BOOST_AUTO_TEST_CASE(a_tenant_takes_as_many_people_as_its_limit_lets_in) {
  Scene s;
  const auto id = s.reseller(Scene::quota(2, 30, {"basic", "enterprise"}));
  const auto seller = s.seller(id);
  const auto tenant = s.sold(seller);  // 25 on basic
  const auto full = s.sell(seller);
  BOOST_TEST(code_of(full) == "USER_LIMIT_EXCEEDED");
  BOOST_TEST(*json_of(full).find("limit")->integer() == 30);
  BOOST_TEST(*json_of(full).find("used")->integer() == 25);
  BOOST_TEST(code_of(s.plan(tenant, Json::Object{{"plan_type", "enterprise"}}, seller)) == "USER_LIMIT_EXCEEDED");
  BOOST_TEST(code_of(s.plan(tenant, limit(31), seller)) == "USER_LIMIT_EXCEEDED");
  for (int i = 0; i < 7; ++i) {
    auto ask = s.world.ask();
    BOOST_TEST(bool(service::create_user(
        ask, tenant, {"p" + std::to_string(i) + "@example.test", "A", "B", Secret(good_password), "user", false})));
  }
  BOOST_TEST(s.plan(tenant, limit(1), seller).status == 200);
  BOOST_TEST(code_of(s.sell(seller, limit(24))) == "USER_LIMIT_EXCEEDED");  // seven are there
  BOOST_TEST(s.sell(seller, limit(23)).status == 201);
  const auto use = json_of(s.desk.get("/auth/platform/resellers/" + id.text(), seller));
  BOOST_TEST(*use.find("users")->integer() == 30);
  BOOST_TEST(code_of(s.sell(seller, limit(1))) == "CONFLICT");  // it has two tenants
}

BOOST_AUTO_TEST_CASE(a_canceled_tenant_gives_its_place_back_and_asks_for_it_again) {
  Scene s;
  const auto id = s.reseller(Scene::quota(1));
  const auto seller = s.seller(id);
  const auto first = s.sold(seller);
  BOOST_TEST(s.desk.send("DELETE", "/auth/platform/tenants/" + first.text(), "", "", seller).status == 204);
  const auto second = s.sold(seller);
  for (const auto& who : {seller, s.admin}) BOOST_TEST(code_of(s.tenant(first, "restore", who)) == "CONFLICT");
  BOOST_TEST(s.move(second, nullptr).status == 204);
  BOOST_TEST(s.tenant(first, "restore", seller).status == 200);
  BOOST_TEST(code_of(s.move(second, id.text())) == "CONFLICT");
  BOOST_TEST(code_of(s.sell(s.admin, Json::Object{{"reseller_id", id.text()}})) == "CONFLICT");
}

BOOST_AUTO_TEST_CASE(a_reseller_gives_what_its_plans_have_and_the_platform_what_it_likes) {
  Scene s;
  const auto seller = s.seller(s.reseller(Scene::quota(9, nullptr, {"basic"})));
  const auto tenant = s.sold(seller);
  const auto give = [&](const Json& body, const Headers& who) {
    const auto answer = s.plan(tenant, body, who);
    return answer.status == 200 ? "ok" : code_of(answer);
  };
  const Json webhooks = Json::Object{{"features", Json::Object{{"webhooks", true}}}};
  const Json invites = Json::Object{{"limits", Json::Object{{"max_invites", 11}}}};
  const Json pro = Json::Object{{"plan_type", "pro"}};
  for (const auto& beyond :
       {webhooks, invites, pro, Json(Json::Object{{"limits", Json::Object{{"max_invites", "none"}}}})}) {
    BOOST_TEST(give(beyond, seller) == "INSUFFICIENT_PERMISSIONS");
    BOOST_TEST(code_of(s.sell(seller, beyond)) == "INSUFFICIENT_PERMISSIONS");
  }
  BOOST_TEST(
      give(Json::Object{{"features", Json::Object{{"mfa", false}}}, {"limits", Json::Object{{"max_invites", 1}}}},
           seller) == "ok");
  BOOST_TEST(give(Json::Object{{"features", Json::Object{{"mfa", true}}}, {"limits", Json::Object{{"max_users", 900}}}},
                  seller) == "ok");
  for (const auto& beyond : {webhooks, invites, pro}) BOOST_TEST(give(beyond, s.admin) == "ok");
  BOOST_TEST(give(limit(5), seller) == "ok");  // what was given from above stays
  BOOST_TEST(json_of(s.desk.get("/auth/platform/tenants/" + tenant.text(), seller)).find("features")->find("webhooks"));
}

BOOST_AUTO_TEST_CASE(of_many_at_once_exactly_the_free_places_get_in) {
  constexpr int many = 20, places = 5;
  Scene s;
  const auto by_number = s.reseller(Scene::quota(places)), by_people = s.reseller(Scene::quota(nullptr, 25 * places));
  for (const auto& [id, refusal] : {std::pair{by_number, "CONFLICT"}, std::pair{by_people, "USER_LIMIT_EXCEEDED"}}) {
    const std::string slug = s.fresh();
    const auto answers = at_once(many, {}, [&, id = id](World& world, int number) {
      auto ask = world.ask();
      service::NewTenant wanted;
      wanted.slug = slug + "-" + std::to_string(number);
      return word_of(service::create_tenant(ask, {service::operator_in({}), id}, wanted));
    });
    BOOST_TEST(count_of(answers, "ok") == places);
    BOOST_TEST(count_of(answers, refusal) == many - places);
    BOOST_TEST(*json_of(s.desk.get("/auth/platform/resellers/" + id.text(), s.admin)).find("tenants")->integer() ==
               places);
  }
}

BOOST_AUTO_TEST_CASE(of_many_that_move_at_once_exactly_the_free_places_get_in) {
  constexpr int many = 20, places = 5;
  Scene s;
  const auto id = s.reseller(Scene::quota(places));
  std::vector<TenantId> tenants(many);
  for (auto& tenant : tenants) tenant = s.world.make_tenant();
  const auto answers = at_once(many, {}, [&](World& world, int number) {
    auto ask = world.ask();
    const auto tenant = tenants.at(std::size_t(number));
    return word_of(service::move_tenant(ask, service::operator_above(tenant), tenant, id));
  });
  BOOST_TEST(count_of(answers, "ok") == places);
  BOOST_TEST(count_of(answers, "CONFLICT") == many - places);
}

BOOST_AUTO_TEST_CASE(a_suspended_reseller_takes_all_its_tenants_along_also_for_tokens_that_are_out) {
  Scene s;
  const auto id = s.reseller(Scene::quota(5));
  const auto person = s.world.make_user(id, "reseller");
  const auto seller = s.token_of(person);
  const auto one = s.sold(bearer(seller)), other = s.sold(bearer(seller)), stranger = s.world.make_tenant();
  const auto of_one = s.token_of(s.world.make_user(one)), of_other = s.token_of(s.world.make_user(other)),
             of_stranger = s.token_of(s.world.make_user(stranger));
  for (const auto& token : {seller, of_one, of_other, of_stranger}) BOOST_TEST(s.me(token) == "yes");
  const auto suspended = s.step(id, "suspend");
  BOOST_TEST(suspended.status == 200);
  BOOST_TEST(*json_of(suspended).find("tenants")->integer() == 2);
  for (const auto& token : {seller, of_one, of_other}) BOOST_TEST(s.me(token) == "INVALID_TENANT");
  BOOST_TEST(s.me(of_stranger) == "yes");
  const auto log_in = [&] {
    return s.desk.post("/auth/platform/login",
                       Json::Object{{"email", person.email}, {"password", person.password.reveal()}});
  };
  BOOST_TEST(log_in().status == 401);
  BOOST_TEST(code_of(s.step(id, "suspend")) == "CONFLICT");
  for (const auto& answer : {s.move(stranger, id.text()), s.sell(s.admin, Json::Object{{"reseller_id", id.text()}})})
    BOOST_TEST(code_of(answer) == "CONFLICT");
  BOOST_TEST(count_events(s.world, one, "tenant_suspended") == 1);
  BOOST_TEST(*json_of(s.step(id, "activate")).find("tenants")->integer() == 2);
  for (const auto& token : {seller, of_one, of_other}) BOOST_TEST(s.me(token) == "yes");
  BOOST_TEST(log_in().status == 200);
  BOOST_TEST(code_of(s.step(id, "activate")) == "CONFLICT");
  BOOST_TEST(count_events(s.world, id, "reseller_suspended") == 1);
  BOOST_TEST(count_events(s.world, one, "tenant_activated") == 1);
}

BOOST_AUTO_TEST_CASE(a_reseller_that_was_let_in_before_it_was_suspended_begins_nothing_again) {
  Scene s;
  const auto id = s.reseller(Scene::quota(5));
  const auto with_it = s.sold(s.seller(id)), by_itself = s.sold(s.seller(id));
  auto ask = s.world.ask();
  const service::Above under_way{service::operator_in(with_it), id};
  BOOST_TEST(bool(service::suspend_tenant(ask, under_way, by_itself)));
  BOOST_TEST(s.step(id, "suspend").status == 200);
  for (const auto tenant : {with_it, by_itself})
    BOOST_TEST(word_of(service::activate_tenant(ask, under_way, tenant)) == "CONFLICT");
}

BOOST_AUTO_TEST_CASE(activation_gives_back_exactly_what_was_suspended_with_the_reseller) {
  Scene s;
  const auto id = s.reseller(Scene::quota(9));
  const auto seller = s.seller(id);
  const auto before = s.sold(seller), meanwhile = s.sold(seller), canceled = s.sold(seller), moved = s.sold(seller),
             other = s.sold(seller), active = s.sold(seller);
  BOOST_TEST(s.tenant(before, "suspend", seller).status == 200);
  BOOST_TEST(s.desk.send("DELETE", "/auth/platform/tenants/" + canceled.text(), "", "", s.admin).status == 204);
  BOOST_TEST(*json_of(s.step(id, "suspend")).find("tenants")->integer() == 4);
  BOOST_TEST(count_events(s.world, before, "tenant_suspended") == 1);
  for (int twice = 0; twice < 2; ++twice) BOOST_TEST(s.tenant(meanwhile, "suspend", s.admin).status == 200);
  BOOST_TEST(count_events(s.world, meanwhile, "tenant_suspended") == 2);
  BOOST_TEST(s.tenant(active, "activate", s.admin).status == 200);
  BOOST_TEST(s.move(moved, nullptr).status == 204);
  BOOST_TEST(s.status_of(moved) == "active");
  BOOST_TEST(code_of(s.tenant(canceled, "restore", s.admin)) == "CONFLICT");  // the reseller is suspended
  BOOST_TEST(*json_of(s.step(id, "activate")).find("tenants")->integer() == 1);
  for (const auto& tenant : {before, meanwhile}) BOOST_TEST(s.status_of(tenant) == "suspended");
  for (const auto& tenant : {moved, other, active}) BOOST_TEST(s.status_of(tenant) == "active");
  BOOST_TEST(text_at(json_of(s.tenant(canceled, "restore", s.admin)), "status") == "active");
}

BOOST_AUTO_TEST_CASE(what_the_platform_ends_no_reseller_begins_again) {
  Scene s;
  const auto seller = s.seller(s.reseller(Scene::quota(2)));
  const auto tenant = s.sold(seller);
  const auto cancel = [&](const Headers& who) {
    return s.desk.send("DELETE", "/auth/platform/tenants/" + tenant.text(), "", "", who).status;
  };
  BOOST_TEST(s.tenant(tenant, "suspend", seller).status == 200);
  BOOST_TEST(s.tenant(tenant, "suspend", s.admin).status == 200);  // as it is, and held now
  BOOST_TEST(code_of(s.tenant(tenant, "activate", seller)) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(cancel(seller) == 204);
  BOOST_TEST(code_of(s.tenant(tenant, "restore", seller)) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(text_at(json_of(s.tenant(tenant, "restore", s.admin)), "status") == "suspended");
  BOOST_TEST(code_of(s.tenant(tenant, "activate", seller)) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(s.tenant(tenant, "activate", s.admin).status == 200);
  BOOST_TEST(cancel(s.admin) == 204);
  BOOST_TEST(code_of(s.tenant(tenant, "restore", seller)) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(s.tenant(tenant, "restore", s.admin).status == 200);
  BOOST_TEST(cancel(seller) == 204);
  BOOST_TEST(s.tenant(tenant, "restore", seller).status == 200);
}

BOOST_AUTO_TEST_CASE(in_a_tenant_a_reseller_has_administration_and_nothing_more) {
  const auto held = permissions_of("reseller");
  const std::vector<std::string> administration = {
      "manage_api_keys", "manage_invites",  "manage_own_api_keys", "manage_roles", "manage_tenant", "manage_tenants",
      "manage_users",    "manage_webhooks", "view_analytics",      "view_audit",   "view_users"};
  BOOST_TEST(held == administration);
  Scene s;
  const auto seller = s.seller(s.reseller(Scene::quota(1)));
  const auto tenant = s.sold(seller);
  const auto person = s.world.make_user(tenant);
  const auto impersonate = [&](const Headers& who) {
    return s.desk.post(
        "/auth/platform/impersonate",
        Json::Object{{"user_id", person.id.text()}, {"tenant_id", tenant.text()}, {"reason", "a ticket"}}, who);
  };
  BOOST_TEST(code_of(impersonate(seller)) == "INSUFFICIENT_PERMISSIONS");
  auto check = s.desk.request("GET", "/auth/verify", seller);  // the gate of the tenant's own site
  check.door = http::Door::subrequest;
  check.gate = http::GateQuestion{"/intranet/", "", "", "GET", s.world.slug_of(tenant), "", ""};
  const auto refused = s.desk.ask(check);
  BOOST_TEST(!refused.allowed);
  BOOST_TEST(header_of(refused, "X-Doorward-Reason") == "TENANT_MISMATCH");
}

BOOST_AUTO_TEST_SUITE_END()
