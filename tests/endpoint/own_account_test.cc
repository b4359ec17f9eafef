// Looking at oneself, changing oneself, one's password and one's sessions.
#include "support/desk.hh"
#include "support/test.hh"

using namespace tests;

BOOST_AUTO_TEST_SUITE(own_account)

BOOST_AUTO_TEST_CASE(a_profile_changes_and_what_is_absent_stays) {
  House house;
  const auto who = bearer(house.access_token(house.user));
  const auto before = json_of(house.desk.get("/auth/me", who));
  const auto changed =
      house.desk.json("PATCH", "/auth/me",
                      Json::Object{{"first_name", "Zoë"}, {"timezone", "Europe/Lisbon"}, {"locale", "pt-PT"}}, who);
  BOOST_TEST_REQUIRE(changed.status == 200, changed.body);
  BOOST_TEST(text_at(json_of(changed), "user.first_name") == "Zoë");
  BOOST_TEST(text_at(json_of(changed), "user.last_name") == text_at(before, "user.last_name"));
  BOOST_TEST(house.desk.json("PUT", "/auth/me", Json::Object{{"last_name", "Y"}}, who).status == 200);
  BOOST_TEST(text_at(json_of(house.desk.get("/auth/me", who)), "user.last_name") == "Y");
  BOOST_TEST(fields_of(house.desk.json("PATCH", "/auth/me", Json::Object{{"email", "x@y.example"}}, who)) == "password");
}

BOOST_AUTO_TEST_CASE(nobody_signed_in_has_an_account) {
  House house;
  for (const auto& [method, path] : Headers{{"GET", "/auth/me"},
                                            {"PATCH", "/auth/me"},
                                            {"PUT", "/auth/password"},
                                            {"GET", "/auth/sessions"},
                                            {"DELETE", "/auth/sessions"},
                                            {"DELETE", "/auth/sessions/x"}}) {
    const auto answer = house.desk.json(method, path, Json::Object{});
    BOOST_TEST(answer.status == 401, path);
    BOOST_TEST(code_of(answer) == "AUTH_REQUIRED", path);
  }
}

BOOST_AUTO_TEST_CASE(a_changed_password_opens_and_the_old_one_does_not_and_other_sessions_end) {
  House house;
  const auto mine = bearer(house.access_token(house.user)), other = bearer(house.access_token(house.user));
  const auto change = [&](const std::string& current, const std::string& wanted) {
    return house.desk.json("PUT", "/auth/password",
                           Json::Object{{"current_password", current}, {"new_password", wanted}}, mine);
  };
  const std::string old(house.user.password.reveal());
  BOOST_TEST(code_of(change("wrong wrong wrong wrong", good_password)) == "INVALID_CREDENTIALS");
  BOOST_TEST(code_of(change(old, "short")) == "WEAK_PASSWORD");
  const auto done = change(old, good_password);
  BOOST_TEST_REQUIRE(done.status == 204, done.body);
  BOOST_TEST(house.desk.get("/auth/me", mine).status == 200);
  BOOST_TEST(house.desk.get("/auth/me", other).status == 401);
  BOOST_TEST(house.log_in(house.desk, house.user).status == 401);
  house.user.password = doorward::Secret(good_password);
  house.world.clock.at += std::chrono::minutes(1);
  BOOST_TEST(house.log_in(house.desk, house.user).status == 200);
}

BOOST_AUTO_TEST_CASE(sessions_are_listed_page_by_page_and_end_one_by_one) {
  House house;
  std::vector<std::string> tokens;
  for (int i = 0; i < 3; ++i) tokens.push_back(house.access_token(house.user));
  const auto mine = bearer(tokens[0]);
  const auto first = json_of(house.desk.get("/auth/sessions?limit=2", mine));
  BOOST_TEST_REQUIRE(first.find("items")->array()->size() == 2u);
  const auto cursor = text_at(first, "next_cursor");
  const auto second = json_of(house.desk.get("/auth/sessions?limit=2&cursor=" + cursor, mine));
  BOOST_TEST_REQUIRE(second.find("items")->array()->size() == 1u);
  BOOST_TEST(second.find("next_cursor")->null());

  std::string other;
  int current = 0;
  for (const auto* page : {&first, &second})
    for (const auto& item : *page->find("items")->array()) {
      if (*item.find("current")->flag())
        ++current;
      else
        other = text_at(item, "id");
    }
  BOOST_TEST(current == 1);
  BOOST_TEST(house.desk.json("DELETE", "/auth/sessions/" + other, Json(), mine).status == 204);
  BOOST_TEST(house.desk.json("DELETE", "/auth/sessions", Json(), mine).status == 204);
  const auto left = json_of(house.desk.get("/auth/sessions", mine));
  BOOST_TEST(left.find("items")->array()->size() == 1u);
  for (int i = 1; i < 3; ++i) BOOST_TEST(house.desk.get("/auth/me", bearer(tokens[std::size_t(i)])).status == 401);
}

BOOST_AUTO_TEST_CASE(a_page_has_1_to_200_and_a_cursor_is_ours) {
  House house;
  const auto who = bearer(house.access_token(house.user));
  for (const char* limit : {"0", "201", "-1", "x", "", "1x", "99999999999999999999", "1.5"})
    BOOST_TEST(fields_of(house.desk.get("/auth/sessions?limit=" + std::string(limit), who)) == "limit", limit);
  BOOST_TEST(fields_of(house.desk.get("/auth/sessions?cursor=abc", who)) == "cursor");
}

BOOST_AUTO_TEST_CASE(keys_health_and_style_ask_for_nobody) {
  World world;
  Desk desk(world);
  const auto keys = json_of(desk.get("/auth/.well-known/jwks.json"));
  BOOST_TEST_REQUIRE(keys.find("keys"));
  BOOST_TEST(!keys.find("keys")->array()->empty());
  for (const auto& key : *keys.find("keys")->array())
    for (const char* secret : {"d", "p", "q", "dp", "dq", "qi", "k"}) BOOST_TEST(!key.find(secret), secret);
  BOOST_TEST(text_at(json_of(desk.get("/auth/health/live")), "status") == "healthy");
  const auto health = desk.get("/auth/health");
  BOOST_TEST(health.status == 200, health.body);
  BOOST_TEST(text_at(json_of(health), "status") == "healthy");
  const auto json = json_of(health);
  for (const char* name : {"database", "memcached", "tenant_resolution", "jwt_signing", "mail", "clock"}) {
    const auto* part = json.find("services")->find(name);
    BOOST_TEST_REQUIRE(part, name);
    BOOST_TEST(*part->find("healthy")->flag(), name);
    BOOST_TEST(part->find("response_ms")->real(), name);
  }
  const auto style = desk.get("/auth/style.css");
  BOOST_TEST(header_of(style, "Content-Type") == "text/css; charset=utf-8");
  BOOST_TEST((style.body.find("font") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(a_clock_apart_degrades_and_a_database_down_makes_unhealthy) {
  World world;
  Desk desk(world);
  world.clock.at += std::chrono::minutes(2);
  const auto apart = desk.get("/auth/health");
  BOOST_TEST(apart.status == 200);
  BOOST_TEST(text_at(json_of(apart), "status") == "degraded");
  World down(doorward::ConfigWords{{"database.hosts", "/nowhere/mysql.sock"}});
  Desk other(down);
  const auto unhealthy = other.get("/auth/health");
  BOOST_TEST(unhealthy.status == 503);
  BOOST_TEST(text_at(json_of(unhealthy), "status") == "unhealthy");
  const auto login =
      other.post("/auth/login", Json::Object{{"email", "a@b.example"}, {"password", "x"}}, {{"x-tenant-id", "acme"}});
  BOOST_TEST(login.status == 503);
  BOOST_TEST(code_of(login) == "DEPENDENCY_DOWN");
}

BOOST_AUTO_TEST_SUITE_END()
