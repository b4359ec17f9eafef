// Rows, 404, 405 and the gate's pool.
#include "route/table.hh"

#include <algorithm>
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

/// Has `path` the form of `pattern`? Part by part, as a reader would see it.
bool fits(std::string_view pattern, std::string_view path) {
  const auto wanted = split(pattern, '/'), given = split(path, '/');
  return std::ranges::equal(wanted, given,
                            [](auto want, auto give) { return want.starts_with('{') ? !give.empty() : want == give; });
}

/// The methods of a path, in order of the alphabet, by a walk over all rows.
std::set<std::string> walked(std::string_view path) {
  std::set<std::string> methods;
  for (const auto& row : rows()) {
    if (!fits(row.path, path)) continue;
    methods.insert({row.method == "ANY" ? "GET" : std::string(row.method), "OPTIONS"});
    if (row.method == "GET" || row.method == "ANY") methods.insert("HEAD");
  }
  return methods;
}

/// A path that the pattern takes: "/users/{id}/role" becomes "/users/<id>/role".
std::string filled(std::string_view pattern, const std::string& value) {
  std::vector<std::string> parts;
  for (const auto part : split(pattern, '/')) parts.push_back(part.starts_with('{') ? value : std::string(part));
  return join(parts, "/");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table)

BOOST_AUTO_TEST_CASE(every_row_is_found_by_its_own_path) {
  const auto config = settings();
  for (const auto& row : rows()) {
    const auto found = match(config, row.method == "ANY" ? "POST" : row.method, "/auth" + filled(row.path, "0190-x"));
    BOOST_TEST_REQUIRE(found.row, row.path);
    BOOST_TEST((found.row->method == row.method && found.row->path == row.path), row.path);
    BOOST_TEST(std::ranges::all_of(found.path, [](const auto& value) { return value == "0190-x"; }), row.path);
    BOOST_TEST(found.path.size() == std::size_t(std::ranges::count(row.path, '{')), row.path);
  }
}

BOOST_AUTO_TEST_CASE(look_alikes_of_every_row_find_what_a_walk_over_all_rows_finds) {
  const auto config = settings();
  std::size_t unknown = 0;
  for (const auto& row : rows())
    for (const std::string value : {"x", "", "{id}", "/", "main", "accept", "~", "\xff", "a b"}) {
      const auto path = filled(row.path, value);
      const auto last = path.rfind('/');
      for (const auto& alike :
           {path, path + "x", path + "/", path + "/x", path + "//", "/" + path, path.substr(0, path.size() - 1),
            path.substr(0, last), path.substr(0, last) + "/x" + path.substr(last), path.substr(0, last + 1),
            path.substr(1), path.substr(0, last) + "/" + path.substr(last), "/x" + path, path.substr(0, last) + "/{id}",
            path + path}) {
        const auto found = match(config, "NONE", "/auth" + alike);
        BOOST_TEST(std::set(found.allowed.begin(), found.allowed.end()) == walked(alike), alike);
        unknown += !found.known();
      }
    }
  BOOST_TEST(unknown > rows().size());
}

BOOST_AUTO_TEST_CASE(a_name_goes_before_a_placeholder_and_both_are_told_of) {
  const auto config = settings();
  const auto named = match(config, "PUT", "/auth/identities/main"),
             any = match(config, "DELETE", "/auth/identities/main");
  BOOST_TEST_REQUIRE((named.row && any.row));
  BOOST_TEST(named.row->metric == "choose_main_tenant");
  BOOST_TEST(named.path.empty());
  BOOST_TEST(any.row->metric == "unlink_identity");
  BOOST_TEST(join(any.path, " ") == "main");
  BOOST_TEST(join(named.allowed, " ") == "PUT DELETE OPTIONS");
}

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
  BOOST_TEST(match(settings(), "HEAD", "/auth/sessions").row == match(settings(), "GET", "/auth/sessions").row);
  BOOST_TEST(!match(settings(), "HEAD", "/auth/refresh").row);
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
