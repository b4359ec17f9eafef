// The platform's administrators and resellers' people, made, listed, suspended and removed through the API.
#include <algorithm>

#include "base/encode.hh"
#include "support/desk.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/team.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

namespace {

const std::string administrators = "/auth/platform/users";

struct Scene {
  World world{{{"limits.scale", "100000"}}};
  Desk desk{world};
  MadeUser admin = world.make_user(platform_tenant, "platform_admin");
  Headers by = bearer(token_of(admin));
  TenantId reseller = world.make_tenant("", "reseller");

  std::string token_of(const MadeUser& who) { return std::string(sign_in(world, who).tokens->access_token.reveal()); }
  std::string fresh() { return "new-" + to_hex(world.random.bytes(6)) + "@example.test"; }
  static std::string people_of(const TenantId& reseller) {
    return "/auth/platform/resellers/" + reseller.text() + "/users";
  }
  std::string act(const std::string& people, const Id& id, const std::string& word, const Headers& who) {
    const auto path = people + "/" + id.text();
    return Team::said(word == "remove" ? desk.send("DELETE", path, "", "", who)
                                       : desk.send("POST", path + "/" + word, "", "", who));
  }
  std::string act(const std::string& people, const Id& id, const std::string& word) {
    return act(people, id, word, by);
  }
  std::string log_in(const std::string& email, const std::string& password) {
    return Team::said(desk.post("/auth/platform/login",
                                Json::Object{{"email", email}, {"password", password}, {"transport", "token"}}));
  }
  std::string log_in(const MadeUser& who) { return log_in(who.email, std::string(who.password.reveal())); }
  std::string me(const std::string& token) { return Team::said(desk.get("/auth/me", bearer(token))); }
  /// Events of this type about somebody, by the administrator.
  std::int64_t events(TenantId house, const char* type, const Id& about) {
    std::int64_t count = 0;
    store::TenantDb(world.database, house)
        .each("SELECT COUNT(*) FROM t_events WHERE type = ? AND subject_id = ? AND actor_id = ?",
              {std::string(type), port::sql(about), port::sql(admin.id)},
              [&](const port::SqlRow& row) { count = row.number(0); });
    return count;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(house_people)

BOOST_AUTO_TEST_CASE(whoever_is_made_comes_in_by_a_letter_or_the_password_that_was_said) {
  Scene s;
  for (const auto& [people, house, role] : {std::tuple{administrators, platform_tenant, "platform_admin"},
                                            {Scene::people_of(s.reseller), s.reseller, "reseller"}}) {
    const auto email = s.fresh();
    const auto made = s.desk.post(people, Json::Object{{"email", email}, {"first_name", "Zoë"}}, s.by);
    BOOST_TEST_REQUIRE(made.status == 201, made.body);
    BOOST_TEST(text_at(json_of(made), "role") == role);
    BOOST_TEST(made.body.find("password") == std::string::npos);
    BOOST_TEST(s.events(house, "user_created", *Id::parse(text_at(json_of(made), "id"))) == 1);
    const auto token = token_in(last_letter_to(s.world, house, email));
    BOOST_TEST(
        s.desk.post("/auth/password/reset", Json::Object{{"token", token}, {"new_password", good_password}}).status ==
        204);
    BOOST_TEST(s.log_in(email, good_password) == "200");
    const auto other = s.fresh();
    BOOST_TEST(s.desk.post(people, Json::Object{{"email", other}, {"password", good_password}}, s.by).status == 201);
    BOOST_TEST(s.log_in(other, good_password) == "200");
    BOOST_TEST(letters_to(s.world, house, other).empty());
  }
  // One address signs in at one house alone.
  for (const auto& people : {administrators, Scene::people_of(s.reseller)})
    BOOST_TEST(code_of(s.desk.post(people, Json::Object{{"email", s.admin.email}}, s.by)) == "USER_EXISTS");
}

BOOST_AUTO_TEST_CASE(each_house_lists_its_own_page_by_page) {
  Scene s;
  std::vector<std::string> its(5);
  for (auto& id : its) id = s.world.make_user(s.reseller, "reseller").id.text();
  std::sort(its.begin(), its.end());  // of one millisecond
  s.world.make_user(s.world.make_tenant("", "reseller"), "reseller");
  BOOST_TEST(s.act(Scene::people_of(s.reseller), *Id::parse(its[2]), "suspend") == "204");
  const auto all = [&](const std::string& query) {
    std::vector<std::string> ids;
    for (std::string cursor;;) {
      const auto page = s.desk.get(Scene::people_of(s.reseller).append("?limit=2").append(query).append(cursor), s.by);
      for (auto& id : column(page, "id")) ids.push_back(id);
      BOOST_TEST(page.body.find("password") == std::string::npos);
      const auto next = text_at(json_of(page), "next_cursor");
      if (next.empty()) return ids;
      cursor = "&cursor=" + next;
    }
  };
  BOOST_TEST(all("") == its);
  BOOST_TEST(all("&status=suspended") == std::vector<std::string>{its[2]});
  its.erase(its.begin() + 2);
  BOOST_TEST(all("&status=active") == its);
  const auto email = s.fresh();
  const auto made = s.desk.post(administrators, Json::Object{{"email", email}}, s.by);
  BOOST_TEST(column(s.desk.get(administrators + "?q=" + email, s.by), "id") ==
             std::vector<std::string>{text_at(json_of(made), "id")});
  const auto seller = s.fresh();
  BOOST_TEST(s.desk.post(Scene::people_of(s.reseller), Json::Object{{"email", seller}}, s.by).status == 201);
  const auto found = [&](const std::string& people, const std::string& who) {
    return column(s.desk.get(people + "?q=" + who, s.by), "email").size();
  };
  BOOST_TEST(found(Scene::people_of(s.reseller), seller) == 1u);
  BOOST_TEST(found(administrators, seller) == 0u);
  BOOST_TEST(found(Scene::people_of(s.reseller), email) == 0u);
  const auto cursor = text_at(json_of(s.desk.get(administrators + "?limit=1", s.by)), "next_cursor");
  BOOST_TEST(fields_of(s.desk.get(Scene::people_of(s.reseller) + "?cursor=" + cursor, s.by)) == "cursor");
  BOOST_TEST(fields_of(s.desk.get(administrators + "?status=asleep", s.by)) == "status");
}

BOOST_AUTO_TEST_CASE(who_is_suspended_is_out_at_once_and_comes_in_anew) {
  Scene s;
  for (const auto& [people, house, role] : {std::tuple{administrators, platform_tenant, "platform_admin"},
                                            {Scene::people_of(s.reseller), s.reseller, "reseller"}}) {
    const auto person = s.world.make_user(house, role);
    const auto in = sign_in(s.world, person);
    const std::string token(in.tokens->access_token.reveal()), refresh(in.tokens->refresh_token.reveal());
    const auto renewed = [&] { return s.desk.post("/auth/refresh", Json::Object{{"refresh_token", refresh}}).status; };
    BOOST_TEST(s.me(token) == "200");
    BOOST_TEST(s.act(people, person.id, "suspend") == "204");
    BOOST_TEST(s.me(token) == "401 TOKEN_REVOKED");
    BOOST_TEST(renewed() == 401);
    BOOST_TEST(s.log_in(person) == "401 INVALID_CREDENTIALS");
    BOOST_TEST(s.act(people, person.id, "activate") == "204");
    BOOST_TEST(s.me(token) == "401 TOKEN_REVOKED");
    BOOST_TEST(renewed() == 401);
    BOOST_TEST(s.log_in(person) == "200");
    store::TenantDb(s.world.database, house)
        .run("UPDATE t_users SET status = 'locked' WHERE id = ?", {port::sql(person.id)});
    BOOST_TEST(s.act(people, person.id, "activate") == "409 CONFLICT");
    BOOST_TEST(s.act(people, person.id, "unlock") == "204");
    const auto again = s.token_of(person);
    BOOST_TEST(s.act(people, person.id, "remove") == "204");
    BOOST_TEST(s.me(again) == "401 TOKEN_REVOKED");
    BOOST_TEST(s.log_in(person) == "401 INVALID_CREDENTIALS");
    BOOST_TEST(s.act(people, person.id, "remove") == "204");  // once more
    BOOST_TEST(s.act(people, person.id, "activate") == "404 USER_NOT_FOUND");
    for (const char* type : {"user_suspended", "user_activated", "user_account_unlocked", "user_deleted"})
      BOOST_TEST(s.events(house, type, person.id) == 1, type);
  }
}

BOOST_AUTO_TEST_CASE(nobody_ends_themselves_and_nobody_is_reached_through_another_house) {
  Scene s;
  for (const char* word : {"suspend", "remove"})
    BOOST_TEST(s.act(administrators, s.admin.id, word) == "403 INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(s.me(s.token_of(s.admin)) == "200");
  const auto seller = s.world.make_user(s.reseller, "reseller");
  const auto tenant = s.world.make_tenant();
  const auto person = s.world.make_user(tenant);
  const auto nobody = s.world.random.id(s.world.clock.now());
  const auto other = Scene::people_of(s.world.make_tenant("", "reseller"));
  for (const char* word : {"suspend", "activate", "unlock", "remove"}) {
    for (const Id& id : {Id(seller.id), Id(person.id), Id(nobody)})
      BOOST_TEST(s.act(administrators, id, word) == "404 USER_NOT_FOUND", word);
    for (const Id& id : {Id(seller.id), Id(s.admin.id), Id(nobody)})
      BOOST_TEST(s.act(other, id, word) == "404 USER_NOT_FOUND", word);
    for (const TenantId& house : {tenant, platform_tenant, TenantId(nobody)})
      BOOST_TEST(s.act(Scene::people_of(house), person.id, word) == "404 NOT_FOUND", word);
  }
  for (const TenantId& house : {tenant, platform_tenant, TenantId(nobody)}) {
    BOOST_TEST(Team::said(s.desk.get(Scene::people_of(house), s.by)) == "404 NOT_FOUND");
    BOOST_TEST(Team::said(s.desk.post(Scene::people_of(house), Json::Object{{"email", s.fresh()}}, s.by)) ==
               "404 NOT_FOUND");
  }
}

BOOST_AUTO_TEST_CASE(only_administrators_reach_them_and_in_person_alone) {
  Scene s;
  const auto seller = s.world.make_user(s.reseller, "reseller"), mate = s.world.make_user(s.reseller, "reseller");
  const auto tenant = s.world.make_tenant();
  const auto owner = s.world.make_user(tenant, "owner");
  for (const auto& who : {bearer(s.token_of(seller)), bearer(s.token_of(owner))})
    for (const auto& [people, id] : {std::pair{administrators, s.admin.id}, {Scene::people_of(s.reseller), mate.id}}) {
      BOOST_TEST(code_of(s.desk.get(people, who)) == "INSUFFICIENT_PERMISSIONS");
      BOOST_TEST(code_of(s.desk.post(people, Json::Object{{"email", s.fresh()}}, who)) == "INSUFFICIENT_PERMISSIONS");
      for (const char* word : {"suspend", "activate", "unlock", "remove"})
        BOOST_TEST(s.act(people, id, word, who) == "403 INSUFFICIENT_PERMISSIONS");
    }
  BOOST_TEST(s.me(s.token_of(mate)) == "200");
  const auto acting = s.desk.post(
      "/auth/platform/impersonate",
      Json::Object{{"user_id", owner.id.text()}, {"tenant_id", tenant.text()}, {"reason", "a ticket"}}, s.by);
  const auto as_owner = bearer(text_at(json_of(acting), "tokens.access_token"));
  BOOST_TEST(s.act(administrators, s.admin.id, "suspend", as_owner) == "403 IMPERSONATION_FORBIDDEN");
}

BOOST_AUTO_TEST_SUITE_END()
