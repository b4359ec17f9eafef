// Events as administrators read them: pages, filters, files, and whose they are.
#include "base/text.hh"
#include "service/event_chain.hh"
#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

namespace {

struct Scene : House {
  Scene() : House({{"limits.scale", "1000"}}, "owner") { desk.always = {}; }

  std::string token = std::string(sign_in(world, user).tokens->access_token.reveal());

  void seal(TenantId which) {
    auto ask = world.ask();
    while (service::seal_events(ask, world.platform(), which, 1000) > 0) continue;
  }
  Response ask(const std::string& query) {
    seal(tenant);
    return desk.get("/auth/events" + query, bearer(token));
  }
  std::vector<std::string> types(const std::string& query) {
    std::vector<std::string> all;
    const auto body = json_of(ask(query));
    for (const auto& item : *body.find("items")->array()) all.push_back(text_at(item, "type"));
    return all;
  }
  void plan(const std::string& plan) {
    world.platform().mysql().run("UPDATE tenants SET plan_type = ? WHERE id = ?", {plan, port::sql(tenant)});
  }
  std::string admin() {
    const auto who = world.make_user(platform_tenant, "platform_admin");
    return std::string(sign_in(world, who).tokens->access_token.reveal());
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(events)

BOOST_AUTO_TEST_CASE(an_event_is_shown_with_all_that_is_known_of_it) {
  Scene s;
  BOOST_TEST(s.desk.json("PATCH", "/auth/me", Json::Object{{"first_name", "Q"}}, bearer(s.token)).status == 200);
  const auto body = json_of(s.ask("?type=user_profile_changed"));
  BOOST_TEST_REQUIRE(body.find("items")->array()->size() == 1U);
  const auto& event = body.find("items")->array()->front();
  BOOST_TEST(*event.find("sequence")->integer() > 0);
  BOOST_TEST(text_at(event, "tenant_id") == s.tenant.text());
  BOOST_TEST(text_at(event, "actor_id") == s.user.id.text());
  BOOST_TEST(text_at(event, "subject_id") == s.user.id.text());
  BOOST_TEST(event.find("impersonator_id")->null());
  BOOST_TEST(text_at(event, "ip_address").starts_with("10."));
  BOOST_TEST(!text_at(event, "correlation_id").empty());
  BOOST_TEST(port::dump_json(*event.find("data")) == R"({"fields":["first_name"]})");
}

BOOST_AUTO_TEST_CASE(personal_values_are_joined_and_gone_when_they_are_erased) {
  Scene s;
  s.desk.post("/auth/login", Json::Object{{"email", s.user.email}, {"password", "wrong wrong wrong"}},
              {{"x-tenant-id", s.slug}});
  const auto shown = [&] {
    return text_at(json_of(s.ask("?type=user_login_failed")).find("items")->array()->at(0), "data.email");
  };
  BOOST_TEST(shown() == s.user.email);
  store::TenantDb(s.world.database, s.tenant).run("DELETE FROM t_event_details");
  BOOST_TEST(shown() == "");
}

BOOST_AUTO_TEST_CASE(pages_follow_each_other_and_a_cursor_belongs_to_its_filter) {
  Scene s;
  sign_in(s.world, s.user);
  std::vector<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const auto body = json_of(s.ask("?limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor)));
    for (const auto& item : *body.find("items")->array()) seen.push_back(text_at(item, "id"));
    cursor = text_at(body, "next_cursor");
  } while (!cursor.empty() && ++pages < 20);
  auto once = seen;
  std::sort(once.begin(), once.end());
  BOOST_TEST((std::unique(once.begin(), once.end()) == once.end()));
  BOOST_TEST(std::int64_t(seen.size()) == number(s.world, s.tenant, "SELECT COUNT(*) FROM t_events"));
  const auto first = text_at(json_of(s.ask("?limit=1")), "next_cursor");
  BOOST_TEST(fields_of(s.ask("?limit=1&type=user_logged_in&cursor=" + first)) == "cursor");
}

BOOST_AUTO_TEST_CASE(filters_are_read_strictly) {
  Scene s;
  BOOST_TEST(s.types("?type=user_logged_in").size() == 1U);
  BOOST_TEST(s.types("?subject_id=" + s.user.id.text()).size() == 2U);
  BOOST_TEST(s.types("?actor_id=" + s.world.random.id(s.world.clock.now()).text()).empty());
  BOOST_TEST(fields_of(s.ask("?type=a%20b&actor_id=x&subject_id=y&from=yesterday&to=2026&correlation_id=%00")) ==
             "type correlation_id actor_id subject_id from to");
  BOOST_TEST(fields_of(s.ask("?format=xml")) == "format");
}

BOOST_AUTO_TEST_CASE(a_file_is_for_plans_that_have_it_and_its_pages_are_one_file) {
  Scene s;
  BOOST_TEST(code_of(s.ask("?format=csv")) == "FEATURE_NOT_AVAILABLE");
  s.plan("enterprise");
  s.world.clock.at += std::chrono::minutes(1);  // memory does not believe the old plan any more
  std::string file, cursor;
  do {
    const auto answer = s.ask("?format=csv&limit=1" + (cursor.empty() ? "" : "&cursor=" + cursor));
    BOOST_TEST_REQUIRE(answer.status == 200, answer.body);
    BOOST_TEST(header_of(answer, "Content-Type") == "text/csv; charset=utf-8");
    file += answer.body;
    cursor = header_of(answer, "X-Next-Cursor");
  } while (!cursor.empty());
  const auto lines = split(file, '\n');
  BOOST_TEST(std::int64_t(lines.size()) == number(s.world, s.tenant, "SELECT COUNT(*) FROM t_events") + 2);
  BOOST_TEST(lines.front().starts_with("sequence,occurred_at,type,"));
  const auto jsonl = s.ask("?format=jsonl&type=user_logged_in");
  BOOST_TEST(header_of(jsonl, "Content-Type") == "application/jsonl");
  const auto one = port::parse_json(trim(jsonl.body));
  BOOST_REQUIRE(one);
  BOOST_TEST(text_at(*one, "type") == "user_logged_in");
}

BOOST_AUTO_TEST_CASE(only_auditors_read_events_and_only_the_platform_those_of_all) {
  Scene s;
  const auto token_of = [&](const std::string& role) {
    return bearer(std::string(sign_in(s.world, s.world.make_user(s.tenant, role)).tokens->access_token.reveal()));
  };
  BOOST_TEST(code_of(s.desk.get("/auth/events", token_of("manager"))) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(s.desk.get("/auth/events", token_of("admin")).status == 200);
  BOOST_TEST(code_of(s.desk.get("/auth/platform/events", bearer(s.token))) == "INSUFFICIENT_PERMISSIONS");
  const auto seller = s.world.make_user(s.world.make_tenant("", "reseller"), "reseller");
  const auto seller_token = bearer(std::string(sign_in(s.world, seller).tokens->access_token.reveal()));
  BOOST_TEST(code_of(s.desk.get("/auth/platform/events", seller_token)) == "INSUFFICIENT_PERMISSIONS");
}

BOOST_AUTO_TEST_CASE(the_platform_sees_events_of_all_tenants_and_of_one) {
  Scene s;
  s.seal(s.tenant);
  const auto admin = bearer(s.admin());
  const auto all = json_of(s.desk.get("/auth/platform/events?actor_id=" + s.user.id.text(), admin));
  BOOST_TEST_REQUIRE(all.find("items"));
  BOOST_TEST(all.find("items")->array()->size() == 2U);
  auto headers = admin;
  headers.emplace_back("x-tenant-id", s.slug);
  const auto one = json_of(s.desk.get("/auth/platform/events?limit=200", headers));
  BOOST_TEST_REQUIRE(one.find("items"));
  for (const auto& item : *one.find("items")->array()) BOOST_TEST(text_at(item, "tenant_id") == s.tenant.text());
  BOOST_TEST(std::int64_t(one.find("items")->array()->size()) ==
             number(s.world, s.tenant, "SELECT COUNT(*) FROM t_events"));
}

BOOST_AUTO_TEST_SUITE_END()
