// Administering people: who may do what to whom, what it does at once, and what is left of whom.
#include <algorithm>

#include "support/letters.hh"
#include "support/team.hh"
#include "support/test.hh"

using namespace tests;

namespace {

bool refuses(const std::string& said) { return said == "403 INSUFFICIENT_PERMISSIONS"; }

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return words;
}

std::int64_t details_of(House& house, const doorward::Id& id) {
  return number(house.world, house.tenant,
                "SELECT COUNT(*) FROM t_events e JOIN t_event_details d ON d.event_id = e.id "
                "WHERE e.subject_id = ? OR e.actor_id = ?",
                {doorward::port::sql(id), doorward::port::sql(id)});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(people)

BOOST_AUTO_TEST_CASE(who_may_look_and_who_may_change) {
  Team team;
  for (const char* who : {"owner", "admin", "manager"}) BOOST_TEST(team.ask(who, "/users").status == 200, who);
  for (const char* who : {"user", "viewer"}) BOOST_TEST(refuses(Team::said(team.ask(who, "/users"))), who);
  const auto path = "/users/" + team.id_of("user") + "/suspend";
  for (const char* who : {"manager", "user", "viewer"})
    BOOST_TEST(refuses(Team::said(team.act(who, "POST", path))), who);
  BOOST_TEST(team.act("admin", "POST", path).status == 204);
}

BOOST_AUTO_TEST_CASE(an_account_is_made_shown_changed_and_found) {
  Team team;
  const auto made =
      team.act("admin", "POST", "/users",
               Json::Object{{"email", "Zoë.Miller@Example.Test"}, {"first_name", "Zoë"}, {"last_name", "Ångström"}});
  BOOST_TEST_REQUIRE(made.status == 201, made.body);
  const auto id = text_at(json_of(made), "id");
  BOOST_TEST(text_at(json_of(made), "role") == "user");
  BOOST_TEST(text_at(json_of(team.ask("manager", "/users/" + id)), "email") == "Zoë.Miller@Example.Test");
  for (const char* text : {"zoë", "ZOË", "mill", "ångs", "zoë.miller@ex", "example.test miller", "ÅNGSTRÖM zo%C3%AB"})
    BOOST_TEST(column(team.ask("manager",
                               "/users?q=" + doorward::percent_encode(doorward::percent_decode(text).value_or(text))),
                      "id") == (std::vector<std::string>{id}),
               text);
  const auto changed =
      team.act("admin", "PATCH", "/users/" + id, Json::Object{{"last_name", "Berg"}, {"locale", "sv"}});
  BOOST_TEST(text_at(json_of(changed), "last_name") == "Berg");
  BOOST_TEST(column(team.ask("manager", "/users?q=berg"), "id") == (std::vector<std::string>{id}));
  BOOST_TEST(column(team.ask("manager", "/users?q=%C3%A5ngs"), "id").empty());
  BOOST_TEST(
      fields_of(team.act("admin", "PATCH", "/users/" + id, Json::Object{{"first_name", "a\nb"}, {"role", "x"}})) != "");
  BOOST_TEST(Team::said(team.ask("admin", "/users/x")) == "404 USER_NOT_FOUND");
}

BOOST_AUTO_TEST_CASE(no_spelling_of_an_address_makes_a_second_account) {
  Team team;
  const auto make = [&](const std::string& email) {
    return team.act("owner", "POST", "/users", Json::Object{{"email", email}});
  };
  const auto first = make("josé@bücher.test");
  BOOST_TEST_REQUIRE(first.status == 201, first.body);
  const auto other = text_at(json_of(make("other@bücher.test")), "id");
  for (const char* same :
       {"JOSÉ@BÜCHER.TEST", "jose\xCC\x81@bücher.test", "josé@xn--bcher-kva.test", "ｊｏｓé@bücher.test"}) {
    BOOST_TEST(Team::said(make(same)) == "409 USER_EXISTS", same);
    BOOST_TEST(
        Team::said(team.act("owner", "PATCH", "/users/" + other, Json::Object{{"email", same}})) == "409 USER_EXISTS",
        same);
  }
  const auto id = text_at(json_of(first), "id");
  const auto respelled = team.act("owner", "PATCH", "/users/" + id, Json::Object{{"email", "José@bücher.test"}});
  BOOST_TEST(respelled.status == 200, respelled.body);
  BOOST_TEST(fields_of(make("nobody")) == "email");
}

BOOST_AUTO_TEST_CASE(nobody_makes_or_grants_above_their_own) {
  Team team;
  const auto make = [&](const std::string& who, const std::string& role) {
    return Team::said(team.act(who, "POST", "/users",
                               Json::Object{{"email", role + "-by-" + who + "@example.test"}, {"role", role}}));
  };
  BOOST_TEST(make("admin", "admin") == "201");
  BOOST_TEST(refuses(make("admin", "owner")));
  BOOST_TEST(make("owner", "owner") == "201");
  for (const char* role : {"platform_admin", "reseller", "nonsense"})
    BOOST_TEST(make("owner", role) == "400 VALIDATION_ERROR", role);
  const auto give = [&](const std::string& who, const std::string& whom, const std::string& role) {
    return Team::said(team.act(who, "POST", "/users/" + team.id_of(whom) + "/role", Json::Object{{"role", role}}));
  };
  BOOST_TEST(refuses(give("admin", "user", "owner")));
  BOOST_TEST(refuses(give("admin", "owner", "user")));
  BOOST_TEST(refuses(give("admin", "admin", "user")));  // oneself
  BOOST_TEST(give("admin", "viewer", "manager") == "204");
  BOOST_TEST(give("owner", "admin", "owner") == "204");
  BOOST_TEST(give("admin", "owner", "admin") == "204");  // an owner by now, and owners change owners
}

BOOST_AUTO_TEST_CASE(peers_and_superiors_stay_out_of_reach_of_every_act) {
  Team team;
  const auto peer = team.world.make_user(team.tenant, "admin");
  for (const auto& id : {peer.id.text(), team.id_of("owner"), team.id_of("admin")}) {
    const std::string path = "/users/" + id;
    for (const auto& [method, act] : Headers{{"POST", "/suspend"},
                                             {"POST", "/activate"},
                                             {"POST", "/unlock"},
                                             {"POST", "/password/reset"},
                                             {"DELETE", "/sessions"},
                                             {"DELETE", ""},
                                             {"DELETE", "?erase=true"}})
      BOOST_TEST(refuses(Team::said(team.act("admin", method, path + act))), method << act);
    BOOST_TEST(refuses(Team::said(team.act("admin", "PATCH", path, Json::Object{{"first_name", "X"}}))));
  }
  BOOST_TEST(team.log_in(team.desk, peer).status == 200);
}

BOOST_AUTO_TEST_CASE(an_administrator_sends_a_link_and_learns_no_password) {
  Team team;
  const auto path = "/users/" + team.id_of("user") + "/password/reset";
  const auto sent = team.act("admin", "POST", path);
  BOOST_TEST(sent.status == 204);
  BOOST_TEST(sent.body == "");
  BOOST_TEST(team.log_in(team.desk, team.user).status == 200);  // until the link is used
  const Json wish = Json::Object{{"token", token_in(last_letter_to(team.world, team.tenant, team.user.email))},
                                 {"new_password", "violet harbor lanterns seventeen"}};
  BOOST_TEST(team.desk.post("/auth/password/reset", wish).status == 204);
  BOOST_TEST(team.log_in(team.desk, team.user).status == 401);
  BOOST_TEST(count_events(team.world, team.tenant, "user_password_reset_sent") == 1);

  BOOST_TEST(team.act("admin", "POST", "/users/" + team.id_of("user") + "/suspend").status == 204);
  BOOST_TEST(Team::said(team.act("admin", "POST", path)) == "409 CONFLICT");
}

BOOST_AUTO_TEST_CASE(a_change_counts_at_once_for_tokens_already_out) {
  Team team;
  const auto token = team.as("user");
  BOOST_TEST(team.desk.get("/auth/me", token).status == 200);
  const auto path = "/users/" + team.id_of("user");
  BOOST_TEST(team.act("owner", "POST", path + "/role", Json::Object{{"role", "manager"}}).status == 204);
  const auto me = json_of(team.desk.get("/auth/me", token));
  BOOST_TEST(text_at(me, "user.role") == "manager");
  BOOST_TEST(team.desk.get("/auth/users", token).status == 200);
  auto gate = team.desk.request("GET", "/x", token);
  gate.door = doorward::http::Door::subrequest;
  gate.gate = doorward::http::GateQuestion{"/x", "h", "http", "GET", team.slug, "permission:view_users", ""};
  BOOST_TEST(team.desk.ask(gate).status == 204);
  BOOST_TEST(team.act("owner", "POST", path + "/role", Json::Object{{"role", "viewer"}}).status == 204);
  BOOST_TEST(team.desk.ask(gate).status == 403);

  BOOST_TEST(team.act("owner", "POST", path + "/suspend").status == 204);
  BOOST_TEST(team.desk.get("/auth/me", token).status == 401);
  BOOST_TEST(team.log_in(team.desk, team.user).status == 401);
  BOOST_TEST(team.act("owner", "POST", path + "/suspend").status == 204);  // once more
  BOOST_TEST(team.act("owner", "POST", path + "/activate").status == 204);
  BOOST_TEST(team.desk.get("/auth/me", token).status == 401);
  BOOST_TEST(team.log_in(team.desk, team.user).status == 200);

  const auto fresh = team.as("user");
  BOOST_TEST(team.act("owner", "DELETE", path + "/sessions").status == 204);
  BOOST_TEST(team.desk.get("/auth/me", fresh).status == 401);
  BOOST_TEST(count_events(team.world, team.tenant, "user_role_changed") == 2);
  BOOST_TEST(count_events(team.world, team.tenant, "user_suspended") == 1);
  BOOST_TEST(count_events(team.world, team.tenant, "user_activated") == 1);
  BOOST_TEST(count_events(team.world, team.tenant, "user_sessions_ended") == 1);
}

BOOST_AUTO_TEST_CASE(the_last_owner_stays) {
  Team team;
  const auto admin = team.world.make_user(doorward::platform_tenant, "platform_admin");
  const auto act = [&](const std::string& method, const std::string& path, const Json& body = Json::Object{}) {
    return Team::said(team.desk.json(method, "/auth/users/" + team.id_of("owner") + path, body, team.as(admin)));
  };
  const Json role = Json::Object{{"role", "admin"}};
  const auto refused_all = [&] {
    return act("POST", "/role", role) == "409 CONFLICT" && act("POST", "/suspend") == "409 CONFLICT" &&
           act("DELETE", "") == "409 CONFLICT" && act("DELETE", "?erase=true") == "409 CONFLICT";
  };
  BOOST_TEST(refused_all());
  const auto second = team.world.make_user(team.tenant, "owner");
  doorward::store::TenantDb(team.world.database, team.tenant)
      .run("UPDATE t_users SET status = 'suspended' WHERE id = ?", {doorward::port::sql(second.id)});
  BOOST_TEST(refused_all());  // who is suspended is no owner to rely on
  BOOST_TEST(team.act("owner", "POST", "/users/" + second.id.text() + "/activate").status == 204);
  BOOST_TEST(act("POST", "/role", role) == "204");
}

BOOST_AUTO_TEST_CASE(a_deleted_account_answers_nothing_and_its_address_is_free) {
  Team team;
  const auto token = team.as("user");
  const auto path = "/users/" + team.id_of("user");
  BOOST_TEST(team.act("admin", "DELETE", path).status == 204);
  BOOST_TEST(team.desk.get("/auth/me", token).status == 401);
  BOOST_TEST(team.log_in(team.desk, team.user).status == 401);
  BOOST_TEST(team.ask("admin", path).status == 404);
  BOOST_TEST(team.act("admin", "POST", path + "/activate").status == 404);
  BOOST_TEST(column(team.ask("admin", "/users?q=" + team.user.email), "id").empty());
  BOOST_TEST(team.act("admin", "DELETE", path).status == 204);  // once more
  const auto again = team.act("admin", "POST", "/users", Json::Object{{"email", team.user.email}});
  BOOST_TEST(again.status == 201, again.body);
  BOOST_TEST(text_at(json_of(again), "id") != team.id_of("user"));
  BOOST_TEST(count_events(team.world, team.tenant, "user_deleted") == 1);
}

BOOST_AUTO_TEST_CASE(of_an_erased_person_nothing_personal_is_left) {
  Team team;
  const auto id = team.the("user").id;
  team.desk.json("PATCH", "/auth/me", Json::Object{{"first_name", "Remembered"}}, team.as("user"));
  BOOST_TEST(details_of(team, id) > 0);
  const auto events =
      number(team.world, team.tenant, "SELECT COUNT(*) FROM t_events WHERE subject_id = ?", {doorward::port::sql(id)});
  BOOST_TEST(team.act("owner", "DELETE", "/users/" + id.text()).status == 204);
  BOOST_TEST(team.act("owner", "DELETE", "/users/" + id.text() + "?erase=true").status == 204);  // deleted before
  BOOST_TEST(team.act("owner", "DELETE", "/users/" + id.text() + "?erase=true").status == 204);
  BOOST_TEST(details_of(team, id) == 0);
  BOOST_TEST(number(team.world, team.tenant, "SELECT COUNT(*) FROM t_events WHERE subject_id = ?",
                    {doorward::port::sql(id)}) == events + 2);
  BOOST_TEST(
      number(team.world, team.tenant,
             "SELECT COUNT(*) FROM t_users WHERE id = ? AND email = '' AND first_name = '' AND last_name = '' AND "
             "password_hash IS NULL AND deleted_at IS NOT NULL",
             {doorward::port::sql(id)}) == 1);
  BOOST_TEST(number(team.world, team.tenant,
                    "SELECT COUNT(*) FROM t_sessions WHERE user_id = ? AND (ip_address <> '' OR user_agent <> '' OR "
                    "device_id <> '')",
                    {doorward::port::sql(id)}) == 0);
  BOOST_TEST(team.act("owner", "DELETE", "/users/" + team.id_of("viewer") + "?erase=maybe").status == 400);
}

BOOST_AUTO_TEST_CASE(lists_go_page_by_page_in_a_stable_order) {
  Team team;
  for (int i = 0; i < 7; ++i) team.world.make_user(team.tenant, "viewer");
  const auto who = team.as("manager");
  std::vector<std::string> seen;
  std::string cursor;
  for (int pages = 0; pages < 10; ++pages) {
    const auto page =
        team.desk.get("/auth/users?role=viewer&limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor), who);
    BOOST_TEST_REQUIRE(page.status == 200, page.body);
    for (auto& id : column(page, "id")) seen.push_back(id);
    team.world.clock.at += std::chrono::milliseconds(2);
    if (pages == 0) team.world.make_user(team.tenant, "viewer");  // behind the page, nothing moves
    cursor = text_at(json_of(page), "next_cursor");
    if (cursor.empty()) break;
  }
  BOOST_TEST(seen.size() == 9u);
  BOOST_TEST(seen == sorted(seen));
  const auto first = text_at(json_of(team.desk.get("/auth/users?limit=1", who)), "next_cursor");
  BOOST_TEST(fields_of(team.desk.get("/auth/users?limit=1&role=viewer&cursor=" + first, who)) == "cursor");
  for (const char* wrong : {"limit=0", "limit=201", "status=asleep", "format=xml", "q=..."})
    BOOST_TEST(team.desk.get("/auth/users?" + std::string(wrong), who).status == 400, wrong);
}

BOOST_AUTO_TEST_CASE(a_search_meets_each_person_once_whatever_the_pages) {
  Team team;
  std::vector<std::string> made;
  for (int i = 0; i < 9; ++i)
    made.push_back(
        text_at(json_of(team.act("owner", "POST", "/users",
                                 Json::Object{{"email", "anna" + std::to_string(i) + ".annabel@example.test"},
                                              {"first_name", "Anna"},
                                              {"last_name", i % 2 ? "Annan" : "Smith"}})),
                "id"));
  const auto all_of = [&](const std::string& query) {
    std::vector<std::string> seen;
    std::string cursor;
    do {
      const auto page = team.ask("manager", "/users?" + query + (cursor.empty() ? "" : "&cursor=" + cursor));
      for (auto& id : column(page, "id")) seen.push_back(id);
      cursor = text_at(json_of(page), "next_cursor");
    } while (!cursor.empty());
    return sorted(seen);
  };
  BOOST_TEST(all_of("q=ann&limit=2") == sorted(made), boost::test_tools::per_element());
  BOOST_TEST(all_of("q=ann&limit=200") == sorted(made), boost::test_tools::per_element());
  BOOST_TEST(all_of("q=smith+ann&limit=2").size() == 5u);
  BOOST_TEST(all_of("q=ann&limit=2&status=suspended").empty());
}

BOOST_AUTO_TEST_CASE(people_are_exported_as_lines_without_secrets_and_formulas) {
  Team team;
  BOOST_TEST(team.act("owner", "POST", "/users",
                      Json::Object{{"email", "x@example.test"}, {"first_name", "=1+1"}, {"last_name", "a,\"b\""}})
                 .status == 201);
  const auto csv = team.ask("manager", "/users?format=csv");
  BOOST_TEST(header_of(csv, "Content-Type") == "text/csv; charset=utf-8");
  BOOST_TEST(csv.body.starts_with("id,email,email_verified,first_name,last_name,role,"));
  BOOST_TEST(csv.body.find(",'=1+1,\"a,\"\"b\"\"\",user,") != std::string::npos);
  BOOST_TEST(std::count(csv.body.begin(), csv.body.end(), '\n') == 7);
  BOOST_TEST(csv.body.find("$argon2") == std::string::npos);
  const auto first = team.ask("manager", "/users?format=jsonl&limit=4");
  const auto second = team.ask("manager", "/users?format=jsonl&limit=4&cursor=" + header_of(first, "X-Next-Cursor"));
  const std::string lines = first.body + second.body;
  BOOST_TEST(std::count(lines.begin(), lines.end(), '\n') == 6);
  BOOST_TEST(header_of(second, "X-Next-Cursor") == "");
  for (auto line : doorward::split(lines, '\n'))
    if (!line.empty()) BOOST_TEST(bool(doorward::port::parse_json(line)), line);
}

BOOST_AUTO_TEST_SUITE_END()
