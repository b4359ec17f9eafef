// Who may change something from where: what the browser says, page tokens, and other origins.
#include "support/desk.hh"
#include "support/test.hh"

using namespace tests;

namespace {

struct Pages {
  House house{doorward::ConfigWords{{"limits.scale", "100000"}, {"cors.origins", "https://app.example"}}};

  /// A log-in by JSON: "in" or the code of the refusal.
  std::string json(const Headers& headers) {
    const auto answer = house.desk.post("/auth/login", house.credentials(house.user), headers);
    return answer.status == 200 ? "in" : code_of(answer);
  }
  /// The same by a form.
  std::string form(const Headers& headers, const std::string& token = "") {
    Headers fields = {{"email", house.user.email}, {"password", std::string(house.user.password.reveal())}};
    if (!token.empty()) fields.push_back({"csrf_token", token});
    const auto answer = house.desk.form("/auth/login", fields, headers);
    return answer.status == 303 ? "in" : code_of(answer);
  }
};

const std::string own = "http://127.0.0.1:8080", listed = "https://app.example", evil = "https://evil.example";

}  // namespace

BOOST_AUTO_TEST_SUITE(cross_site)

BOOST_AUTO_TEST_CASE(what_the_browser_says_decides) {
  Pages pages;
  struct Case {
    std::string site, origin, expected;  // empty: not sent
  };
  for (const auto& [site, origin, expected] : std::vector<Case>{{"same-origin", own, "in"},
                                                                {"same-origin", "", "in"},
                                                                {"none", "", "in"},
                                                                {"same-site", "", "CSRF_REJECTED"},
                                                                {"cross-site", "", "CSRF_REJECTED"},
                                                                {"same-site", listed, "in"},
                                                                {"cross-site", listed, "in"},
                                                                {"cross-site", evil, "CSRF_REJECTED"},
                                                                {"cross-site", "null", "CSRF_REJECTED"},
                                                                {"same-site", own, "CSRF_REJECTED"},
                                                                {"something", own, "CSRF_REJECTED"},
                                                                {"", own, "in"},
                                                                {"", listed, "in"},
                                                                {"", evil, "CSRF_REJECTED"},
                                                                {"", "null", "CSRF_REJECTED"},
                                                                {"", own + ".evil.example", "CSRF_REJECTED"},
                                                                {"", "https://127.0.0.1:8080", "CSRF_REJECTED"}}) {
    Headers headers;
    if (!site.empty()) headers.push_back({"sec-fetch-site", site});
    if (!origin.empty()) headers.push_back({"origin", origin});
    BOOST_TEST(pages.json(headers) == expected, site << " " << origin);
    BOOST_TEST(pages.form(headers) == expected, site << " " << origin);
  }
}

BOOST_AUTO_TEST_CASE(without_a_word_of_the_browser_json_passes_and_forms_need_the_pages_token) {
  Pages pages;
  BOOST_TEST(pages.json({}) == "in");
  BOOST_TEST(pages.form({}) == "CSRF_REJECTED");
  const auto token = text_at(json_of(pages.house.desk.get("/auth/csrf")), "csrf_token");
  BOOST_TEST(!token.empty());
  BOOST_TEST(pages.form({}, token) == "in");
  BOOST_TEST(pages.form({{"x-csrf-token", token}}) == "in");
  BOOST_TEST(pages.form({}, token + "x") == "CSRF_REJECTED");
  BOOST_TEST(text_at(json_of(pages.house.desk.get("/auth/csrf")), "csrf_token") == token);

  Desk stranger(pages.house.world);
  const auto foreign = text_at(json_of(stranger.get("/auth/csrf")), "csrf_token");
  BOOST_TEST(pages.form({}, foreign) == "CSRF_REJECTED");  // ours, but not this browser's
  pages.house.desk.cookies["doorward_csrf"] = "x.y";
  BOOST_TEST(pages.form({}, "x.y") == "CSRF_REJECTED");  // this browser's, but not ours
}

BOOST_AUTO_TEST_CASE(a_change_by_cookie_needs_the_proof_and_one_by_header_does_not) {
  Pages pages;
  const Headers cross = {{"sec-fetch-site", "cross-site"}, {"origin", evil}};
  const auto token = pages.house.access_token(pages.house.user);
  auto by_header = cross;
  by_header.push_back(bearer(token)[0]);
  BOOST_TEST(pages.house.desk.json("PATCH", "/auth/me", Json::Object{}, by_header).status == 200);
  for (const char* transport : {"session", "cookie"}) {
    pages.house.desk.cookies.clear();
    pages.house.log_in(pages.house.desk, pages.house.user, transport);
    for (const auto& [method, path] : Headers{
             {"PATCH", "/auth/me"}, {"PUT", "/auth/password"}, {"DELETE", "/auth/sessions"}, {"POST", "/auth/logout"}})
      BOOST_TEST(code_of(pages.house.desk.json(method, path, Json::Object{}, cross)) == "CSRF_REJECTED", path);
    BOOST_TEST(code_of(pages.house.desk.post("/auth/refresh", Json::Object{}, cross)) == "CSRF_REJECTED");
    BOOST_TEST(pages.house.desk.get("/auth/me", cross).status == 200);  // looking changes nothing
  }
}

BOOST_AUTO_TEST_CASE(a_preflight_is_answered_for_listed_origins_alone) {
  Pages pages;
  const auto ask = [&](const std::string& path, const std::string& origin) {
    return pages.house.desk.ask(
        pages.house.desk.request("OPTIONS", path, {{"origin", origin}, {"access-control-request-method", "PATCH"}}));
  };
  const auto good = ask("/auth/me", listed);
  BOOST_TEST(good.status == 204);
  BOOST_TEST(header_of(good, "Access-Control-Allow-Origin") == listed);
  BOOST_TEST(header_of(good, "Access-Control-Allow-Credentials") == "true");
  BOOST_TEST((header_of(good, "Access-Control-Allow-Methods").find("PATCH") != std::string::npos));
  BOOST_TEST((header_of(good, "Access-Control-Allow-Headers").find("Authorization") != std::string::npos));
  BOOST_TEST(header_of(good, "Vary") == "Origin");
  const auto bad = ask("/auth/me", evil);
  BOOST_TEST(header_of(bad, "Access-Control-Allow-Origin") == "");
  BOOST_TEST(header_of(bad, "Access-Control-Allow-Methods") == "");
  BOOST_TEST(header_of(bad, "Allow") == "GET, HEAD, PATCH, PUT, OPTIONS");
  BOOST_TEST(ask("/auth/nothing", listed).status == 404);
}

BOOST_AUTO_TEST_CASE(answers_are_shared_with_listed_origins_refusals_too) {
  Pages pages;
  for (const char* path : {"/auth/health/live", "/auth/me", "/auth/nothing"}) {
    const auto shared = pages.house.desk.get(path, {{"origin", listed}});
    BOOST_TEST(header_of(shared, "Access-Control-Allow-Origin") == listed, path);
    const auto kept = pages.house.desk.get(path, {{"origin", evil}});
    BOOST_TEST(header_of(kept, "Access-Control-Allow-Origin") == "", path);
    BOOST_TEST(header_of(kept, "Vary") == "Origin", path);
  }
}

BOOST_AUTO_TEST_SUITE_END()
