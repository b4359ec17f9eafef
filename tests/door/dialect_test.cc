// Dialects: what each door may say, and that identity leaves only with Allowed.
#include "door/dialect.hh"

using namespace doorward;
using http::Door;
using http::Request;
using http::Response;

namespace {

Request at(Door door) {
  Request request;
  request.door = door;
  request.method = "GET";
  return request;
}

Response allowed() {
  Response response = Response::empty(204);
  response.with("X-Correlation-Id", "id").with("Set-Cookie", "secret=1").with("X-Frame-Options", "DENY");
  response.allowed = http::Allowed{{{"USER", "u-1"}, {"TENANT_ID", "t-1"}, {"REMOTE_USER", "a@b.example"}}};
  return response;
}

Response refused(int status) {
  return Response::empty(status)
      .with("X-Correlation-Id", "id")
      .with("WWW-Authenticate", "Bearer")
      .with("X-Doorward-Login", "/auth/login?x")
      .with("X-Doorward-Reason", "TOKEN_EXPIRED")
      .with("Set-Cookie", "secret=1")
      .with("Variable-DOORWARD_USER", "evil")
      .with("X-Doorward-User", "evil");
}

std::string said(const Request& request, const Response& response) { return door::write_response(request, response); }

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(dialect)

BOOST_AUTO_TEST_CASE(plain) {
  Response page = Response::html(200, "<p>");
  page.with("Set-Cookie", "a=1").with("Set-Cookie", "b=2");
  BOOST_TEST(said(at(Door::plain), page) ==
             "Status: 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
             "Content-Length: 3\r\n\r\n<p>");
  BOOST_TEST(said(at(Door::plain), Response::empty(204)) == "Status: 204 No Content\r\n\r\n");
  Request head = at(Door::plain);
  head.method = "HEAD";
  BOOST_TEST(said(head, Response::html(200, "<p>")).ends_with("Content-Length: 3\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(no_value_makes_a_header) {
  const auto text = said(at(Door::plain), Response::redirect(303, "/a\r\nSet-Cookie: evil=1"));
  BOOST_TEST(!has(text, "\r\nSet-Cookie"));
}

BOOST_AUTO_TEST_CASE(allow_in_each_dialect) {
  BOOST_TEST(said(at(Door::subrequest), allowed()) ==
             "Status: 204 No Content\r\nX-Correlation-Id: id\r\nX-Doorward-User: u-1\r\nX-Doorward-Tenant-Id: t-1\r\n"
             "X-Doorward-Remote-User: a@b.example\r\n\r\n");
  BOOST_TEST(said(at(Door::forward), allowed()) == said(at(Door::subrequest), allowed()));
  BOOST_TEST(said(at(Door::authorizer), allowed()) ==
             "Status: 200 OK\r\nVariable-CORRELATION_ID: id\r\n"
             "Variable-DOORWARD_USER: u-1\r\nVariable-DOORWARD_TENANT_ID: t-1\r\n"
             "Variable-REMOTE_USER: a@b.example\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(without_allowed_nobody_passes) {
  for (Door door : {Door::subrequest, Door::authorizer, Door::forward})
    for (int status : {200, 204, 201, 206, 304, 302, 400, 401, 403, 404, 429, 500, 503}) {
      Response response = refused(status);
      const auto text = said(at(door), response);
      BOOST_TEST(!has(text, "Status: 2"), status);
      BOOST_TEST(!has(text, "X-Doorward-User"));
      BOOST_TEST(!has(text, "Variable-"));
      BOOST_TEST(!has(text, "Set-Cookie"));
    }
}

BOOST_AUTO_TEST_CASE(nginx_knows_three_refusals) {
  const auto status = [](int asked) { return said(at(Door::subrequest), refused(asked)).substr(8, 3); };
  BOOST_TEST(status(401) == "401");
  BOOST_TEST(status(302) == "401");
  BOOST_TEST(status(403) == "403");
  BOOST_TEST(status(400) == "403");
  BOOST_TEST(status(404) == "403");
  BOOST_TEST(status(200) == "403");
  BOOST_TEST(status(429) == "503");
  BOOST_TEST(status(500) == "503");
  BOOST_TEST(status(503) == "503");
  BOOST_TEST(has(said(at(Door::subrequest), refused(401)), "X-Doorward-Login: /auth/login?x\r\n"));
}

BOOST_AUTO_TEST_CASE(what_web_servers_lose_goes_in_a_header) {
  Response problem = Response::empty(403);
  problem.with("Content-Type", "application/problem+json").body = "{\"a\":1}";
  BOOST_TEST(said(at(Door::subrequest), problem) == "Status: 403 Forbidden\r\nX-Doorward-Problem: {\"a\":1}\r\n\r\n");
  BOOST_TEST(has(said(at(Door::authorizer), problem), "\r\nX-Doorward-Content-Type: application/problem+json\r\n"));
  BOOST_TEST(!has(said(at(Door::forward), problem), "X-Doorward-"));
  problem.body = std::string(2000, 'x');
  BOOST_TEST(said(at(Door::subrequest), problem) == "Status: 403 Forbidden\r\n\r\n");
  BOOST_TEST(!has(said(at(Door::subrequest), Response::html(403, "<p>no</p>")), "X-Doorward-Problem"));
}

BOOST_AUTO_TEST_CASE(a_browser_is_led_to_the_sign_in_page) {
  for (Door door : {Door::authorizer, Door::forward}) {
    const auto led = said(at(door), Response::redirect(302, "/auth/login?x").with("X-Correlation-Id", "id"));
    BOOST_TEST(led ==
               "Status: 302 Found\r\nContent-Length: 0\r\nLocation: /auth/login?x\r\nX-Correlation-Id: id\r\n\r\n");
    const auto lost = said(at(door), Response::redirect(302, "/auth/login?" + std::string(4000, 'x')));
    BOOST_TEST(lost.starts_with("Status: 401"));
    Response page = Response::html(403, "<p>no</p>");
    BOOST_TEST(said(at(door), page).ends_with("Content-Type: text/html; charset=utf-8\r\n\r\n<p>no</p>"));
  }
}

BOOST_AUTO_TEST_CASE(the_block_is_never_over_3500_bytes) {
  Response large = refused(401);
  large.headers[2].second = "/auth/login?" + std::string(5000, 'x');
  for (Door door : {Door::subrequest, Door::authorizer, Door::forward}) {
    const auto text = said(at(door), large);
    BOOST_TEST(text.find("\r\n\r\n") + 4 <= 3500U);
    BOOST_TEST(text.starts_with("Status: 401"));
    Response person = allowed();
    person.allowed->identity.emplace_back("PERMISSIONS", std::string(3500, 'p'));
    const auto shut = said(at(door), person);
    BOOST_TEST(shut.starts_with("Status: 403"));
    BOOST_TEST(!has(shut, "u-1"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
