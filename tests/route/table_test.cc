// Rows, 404, 405 and the gate's pool.
#include "route/table.hh"

#include <set>

#include "base/text.hh"
#include "route/rate.hh"
#include "support/test.hh"

using namespace doorward;
using namespace doorward::route;

namespace {

Config settings(const std::string& base = "/auth") {
  auto config = make_config({{"service.base_path", base}});
  BOOST_REQUIRE(config);
  return *config;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table)

BOOST_AUTO_TEST_CASE(a_path_and_a_method_find_their_row) {
  const auto config = settings();
  const auto found = match(config, "POST", "/auth/login");
  BOOST_REQUIRE(found.row);
  BOOST_TEST(found.row->metric == "login");
  BOOST_TEST(match(config, "GET", "/auth/login").row->metric == "login_page");
  BOOST_TEST(match(config, "HEAD", "/auth/me").row->metric == "me");
  BOOST_TEST(match(config, "DELETE", "/auth/verify").row->metric == "verify");
}

BOOST_AUTO_TEST_CASE(placeholders_take_one_segment_that_is_not_empty) {
  const auto config = settings();
  const auto found = match(config, "DELETE", "/auth/sessions/0190-x");
  BOOST_REQUIRE(found.row);
  BOOST_TEST(join(found.path, " ") == "0190-x");
  BOOST_TEST(!match(config, "DELETE", "/auth/sessions/").known());
  BOOST_TEST(!match(config, "DELETE", "/auth/sessions/a/b").known());
}

BOOST_AUTO_TEST_CASE(what_stands_elsewhere_is_unknown) {
  const auto config = settings();
  for (const char* path : {"/", "", "/auth", "/auth/", "/authlogin", "/auth/Login", "/auth/login/", "/login",
                           "/auth//login", "/auth/login\n", "/auth/../auth/login"})
    BOOST_TEST(!match(config, "GET", path).known(), path);
  BOOST_TEST(match(settings("/konto"), "GET", "/konto/login").known());
  BOOST_TEST(!match(settings("/konto"), "GET", "/auth/login").known());
}

BOOST_AUTO_TEST_CASE(a_wrong_method_is_told_the_right_ones) {
  const auto found = match(settings(), "DELETE", "/auth/login");
  BOOST_TEST(!found.row);
  BOOST_TEST(join(found.allowed, " ") == "POST GET HEAD OPTIONS");
  BOOST_TEST(join(match(settings(), "POST", "/auth/me").allowed, " ") == "GET HEAD PATCH PUT OPTIONS");
}

BOOST_AUTO_TEST_CASE(the_gates_pool_answers_what_must_answer_in_a_flood) {
  const auto config = settings();
  for (const char* path :
       {"/auth/verify", "/auth/verify-token", "/auth/health", "/auth/health/live", "/auth/.well-known/jwks.json"})
    BOOST_TEST(at_gate(config, path), path);
  for (const char* path : {"/auth/login", "/auth/me", "/auth/nothing", "/verify"})
    BOOST_TEST(!at_gate(config, path), path);
}

BOOST_AUTO_TEST_CASE(rows_are_whole) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  BOOST_TEST(rows().size() > 20u);
  for (const auto& row : rows()) {
    BOOST_TEST(seen.insert({row.method, row.path}).second, row.path);
    BOOST_TEST((row.rate == "none" || rate_row(row.rate)), row.path);
    BOOST_TEST((row.sentence.ends_with('.') || row.sentence.ends_with('?')), row.path);
    BOOST_TEST((row.effect == Effect::reads) == (row.method == "GET" || row.method == "ANY"), row.path);
    BOOST_TEST((row.takes == Takes::nothing || row.effect != Effect::reads), row.path);
  }
  BOOST_TEST(verify_row().path == "/verify");
}

BOOST_AUTO_TEST_SUITE_END()
