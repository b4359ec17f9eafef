// What an answer tells the log beside what it tells the client.
#include "support/desk.hh"
#include "support/test.hh"

using namespace doorward;

BOOST_FIXTURE_TEST_SUITE(told, tests::House)

BOOST_AUTO_TEST_CASE(who_comes_in_is_named) {
  const auto answer = log_in(desk, user);
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.told.route == "POST /auth/login");
  BOOST_TEST(!answer.told.refusal.has_value());
  BOOST_TEST((answer.told.about.tenant == tenant));
  BOOST_TEST((answer.told.about.user == user.id));
  BOOST_TEST(answer.told.about.session.has_value());
}

BOOST_AUTO_TEST_CASE(a_refusal_has_its_code_whatever_it_looks_like) {
  auto wrong = credentials(user);
  wrong.set("password", "another one of that length");
  const auto refused = desk.post("/auth/login", wrong);
  BOOST_TEST((refused.told.refusal == Code::INVALID_CREDENTIALS));
  BOOST_TEST((refused.told.about.user == user.id));
  BOOST_TEST(!refused.told.about.session.has_value());
  desk.always.emplace_back("accept", "text/html");
  desk.always.emplace_back("sec-fetch-mode", "navigate");
  desk.always.emplace_back("sec-fetch-site", "same-origin");
  const auto page = desk.form("/auth/login", {{"email", user.email}, {"password", "another one of that length"}});
  BOOST_TEST((page.told.refusal == Code::INVALID_CREDENTIALS));
}

BOOST_AUTO_TEST_CASE(a_path_without_a_row_has_no_route) {
  const auto nowhere = desk.get("/auth/no-such-place");
  BOOST_TEST(nowhere.told.route == "");
  BOOST_TEST((nowhere.told.refusal == Code::NOT_FOUND));
  BOOST_TEST((desk.get("/auth/refresh").told.refusal == Code::METHOD_NOT_ALLOWED));
}

BOOST_AUTO_TEST_CASE(the_gate_names_its_visitor) {
  const auto token = access_token(user);
  auto request = desk.request("GET", "/auth/verify", tests::bearer(token));
  request.door = http::Door::subrequest;
  request.gate = http::GateQuestion{"/", "site.example", "https", "GET", slug, "", ""};
  const auto passed = desk.ask(request);
  BOOST_TEST(passed.told.route == "/auth/verify");
  BOOST_TEST((passed.told.about.user == user.id));
  BOOST_TEST((passed.told.about.tenant == tenant));
  BOOST_TEST(passed.told.about.session.has_value());
  request.gate->require = "role:owner";
  const auto refused = desk.ask(request);
  BOOST_TEST(refused.told.refusal.has_value());
  BOOST_TEST((refused.told.about.user == user.id));
}

BOOST_AUTO_TEST_CASE(a_trace_goes_on_into_events) {
  auto request = desk.request("POST", "/auth/login");
  request.content_type = "application/json";
  request.body = port::dump_json(credentials(user));
  request.trace = Trace{std::string(32, 'a'), std::string(16, 'b'), std::string(16, 'c')};
  const auto answer = desk.ask(request);
  BOOST_REQUIRE(answer.told.about.session.has_value());
  int events = 0;
  store::TenantDb db(world.database, tenant);
  db.each("SELECT data FROM t_events WHERE session_id = ?", {port::sql(*answer.told.about.session)},
          [&](const port::SqlRow& row) {
            const auto data = port::parse_json(row.text(0));
            BOOST_REQUIRE(bool(data));
            BOOST_TEST(tests::text_at(*data, "trace_id") == std::string(32, 'a'));
            BOOST_TEST(tests::text_at(*data, "span_id") == std::string(16, 'c'));
            BOOST_TEST(tests::text_at(*data, "parent_id") == "");
            ++events;
          });
  BOOST_TEST(events == 2);
}

BOOST_AUTO_TEST_SUITE_END()
