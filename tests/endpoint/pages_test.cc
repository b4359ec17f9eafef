// The pages, as a browser without JavaScript meets them.
#include "support/desk.hh"
#include "support/test.hh"

using namespace tests;

namespace {

/// The value of a hidden or visible input.
std::string input_of(const Response& page, const std::string& name) {
  const auto at = page.body.find("name=\"" + name + "\"");
  const auto value = page.body.find("value=\"", at);
  if (at == std::string::npos || value == std::string::npos) return "";
  return page.body.substr(value + 7, page.body.find('"', value + 7) - value - 7);
}

bool says(const Response& page, const std::string& text) { return page.body.find(text) != std::string::npos; }

const Headers browser = {{"sec-fetch-mode", "navigate"}, {"accept", "text/html"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(pages)

BOOST_AUTO_TEST_CASE(a_person_is_led_from_the_gate_through_the_login_page_back) {
  House house;
  house.desk.always = browser;
  auto check = house.desk.request("GET", "/x");
  check.door = doorward::http::Door::authorizer;
  check.gate =
      doorward::http::GateQuestion{"/wiki/a%20b?x=1&y=%2F", house.desk.host, "http", "GET", house.slug, "", ""};
  const auto address = header_of(house.desk.ask(check), "Location");
  const auto page = house.desk.get(address);
  BOOST_TEST_REQUIRE(page.status == 200, page.body);
  BOOST_TEST(says(page, "to " + house.slug));
  Headers fields = {{"email", house.user.email}, {"password", std::string(house.user.password.reveal())}};
  for (const char* name : {"csrf_token", "tenant_id"}) fields.push_back({name, input_of(page, name)});
  fields.push_back({"return_to", "/wiki/a%20b?x=1&y=%2F"});
  BOOST_TEST(says(page, "value=\"/wiki/a%20b?x=1&amp;y=%2F\""));
  const auto in = house.desk.form("/auth/login", fields);
  BOOST_TEST_REQUIRE(in.status == 303, in.body);
  BOOST_TEST(header_of(in, "Location") == "/wiki/a%20b?x=1&y=%2F");
  auto again = house.desk.request("GET", "/x");
  again.door = check.door;
  again.gate = check.gate;
  BOOST_TEST(house.desk.ask(again).status == 200);
}

BOOST_AUTO_TEST_CASE(a_wrong_password_shows_the_page_again_without_it) {
  House house;
  const auto page = house.desk.get("/auth/login?return_to=%2Fapp", browser);
  const auto again = house.desk.form("/auth/login", {{"email", "a&b'c@x.example"},
                                                     {"password", "sesame sesame"},
                                                     {"return_to", "/app"},
                                                     {"csrf_token", input_of(page, "csrf_token")}});
  BOOST_TEST(again.status == 401);
  BOOST_TEST(says(again, "The e-mail address or the password is wrong."));
  BOOST_TEST(says(again, "role=\"alert\""));
  BOOST_TEST(!says(again, "sesame"));
  BOOST_TEST(input_of(again, "return_to") == "/app");
  BOOST_TEST(input_of(again, "email") == "a&amp;b&#39;c@x.example");
}

BOOST_AUTO_TEST_CASE(a_login_page_never_leads_elsewhere) {
  House house;
  for (const std::string wanted :
       {"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"}) {
    const auto page = house.desk.get("/auth/login?return_to=" + doorward::percent_encode(wanted), browser);
    BOOST_TEST(!says(page, "evil.example"), wanted);
    const auto in = house.desk.form("/auth/login", {{"email", house.user.email},
                                                    {"password", std::string(house.user.password.reveal())},
                                                    {"return_to", wanted},
                                                    {"csrf_token", input_of(page, "csrf_token")}});
    BOOST_TEST(in.status == 303);
    BOOST_TEST(header_of(in, "Location") == "/", wanted);
  }
}

BOOST_AUTO_TEST_CASE(an_organization_is_made_by_a_form_which_names_what_is_wrong_under_its_field) {
  World world;
  Desk desk(world);
  const auto page = desk.get("/auth/signup", browser);
  BOOST_TEST(page.status == 200);
  Headers fields = {{"organization.name", "Böll & Co"},
                    {"organization.slug", "no_slug"},
                    {"user.email", "o@example.test"},
                    {"user.password", good_password},
                    {"user.first_name", "A"},
                    {"user.last_name", "B"},
                    {"csrf_token", input_of(page, "csrf_token")}};
  const auto wrong = desk.form("/auth/signup", fields);
  BOOST_TEST(wrong.status == 400);
  BOOST_TEST(says(wrong, "field-error"));
  BOOST_TEST(input_of(wrong, "organization.name") == "B\xc3\xb6ll &amp; Co");
  BOOST_TEST(!says(wrong, good_password));
  fields[1].second = "p-" + doorward::to_hex(world.random.bytes(6));
  const auto made = desk.form("/auth/signup", fields);
  BOOST_TEST_REQUIRE(made.status == 303, made.body);
  BOOST_TEST(desk.cookies.contains("doorward_session"));
  BOOST_TEST(desk.get("/auth/me").status == 200);
}

BOOST_AUTO_TEST_CASE(signing_out_is_asked_done_and_said) {
  House house;
  house.log_in(house.desk, house.user, "session");
  const auto ask = house.desk.get("/auth/logged-out", browser);
  BOOST_TEST(says(ask, "Sign out?"));
  for (const char* path : {"/auth/logout", "/auth/logged-out"}) {
    const auto done = house.desk.form(path, {{"csrf_token", input_of(ask, "csrf_token")}});
    BOOST_TEST(done.status == 303, path);
    BOOST_TEST(header_of(done, "Location") == "/auth/logged-out");
  }
  BOOST_TEST(!house.desk.cookies.contains("doorward_session"));
  BOOST_TEST(says(house.desk.get("/auth/logged-out", browser), "Signed out"));
}

BOOST_AUTO_TEST_CASE(what_a_web_server_refuses_by_itself_is_said_with_its_own_status) {
  House house;
  for (const auto& [code, status] :
       {std::pair("HEADERS_TOO_LARGE", 431), {"PAYLOAD_TOO_LARGE", 413}, {"VALIDATION_ERROR", 400}}) {
    const auto path = std::string("/auth/refused?reason=") + code;
    const auto page = house.desk.get(path, browser);
    BOOST_TEST(page.status == status);
    BOOST_TEST(header_of(page, "Content-Type") == "text/html; charset=utf-8");
    const auto told = house.desk.get(path);
    BOOST_TEST(told.status == status);
    BOOST_TEST((text_at(json_of(told), "code") == code));
  }
}

BOOST_AUTO_TEST_CASE(refused_and_wrong_have_their_pages) {
  House house;
  const auto refused = house.desk.get("/auth/refused?reason=TENANT_MISMATCH");
  BOOST_TEST(refused.status == 403);
  BOOST_TEST(says(refused, "TENANT_MISMATCH"));
  BOOST_TEST(!says(house.desk.get("/auth/refused?reason=%3Cb%3EEvil"), "Evil"));
  house.log_in(house.desk, house.user, "session");
  BOOST_TEST(says(house.desk.get("/auth/refused"), house.user.email));
  const auto wrong = house.desk.get("/auth/wrong");
  BOOST_TEST(wrong.status == 503);
  BOOST_TEST(header_of(wrong, "Retry-After") == "10");
}

BOOST_AUTO_TEST_CASE(where_cookies_cannot_be_the_page_says_so) {
  House house;
  house.desk.host = "login.example";
  const auto page = house.desk.get("/auth/login", browser);
  BOOST_TEST(header_of(page, "Set-Cookie") == "");
  const auto refused = house.desk.form("/auth/login", {{"email", house.user.email}, {"password", "x"}},
                                       {{"origin", "http://login.example"}});
  BOOST_TEST(refused.status == 400);
  BOOST_TEST(says(refused, "https"));
}

BOOST_AUTO_TEST_CASE(no_page_has_a_script_or_anything_from_elsewhere) {
  House house;
  for (const char* path :
       {"/auth/login", "/auth/signup", "/auth/logged-out", "/auth/refused", "/auth/wrong", "/auth/nothing"}) {
    const auto page = house.desk.get(path, browser);
    BOOST_TEST(header_of(page, "Content-Type") == "text/html; charset=utf-8", path);
    for (const char* bad : {"<script", "javascript:", "onclick", "http://", "https://", "style="})
      BOOST_TEST(!says(page, bad), path << " " << bad);
    for (const char* good : {"<html lang=", "<main", "<h1>", "name=\"viewport\"", "/auth/style.css"})
      BOOST_TEST(says(page, good), path << " " << good);
  }
}

BOOST_AUTO_TEST_SUITE_END()
