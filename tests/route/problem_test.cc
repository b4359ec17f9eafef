// From an Error to bytes: documents, pages, challenges, and the headers that every answer has.
#include "route/problem.hh"

#include "route/challenge.hh"
#include "support/desk.hh"
#include "support/test.hh"

using namespace doorward;
using namespace doorward::route;
using tests::header_of;

namespace {

Config settings() {
  auto config = make_config({{"pages.dir", tests::repository() + "/pages"}, {"cors.origins", "https://app.example"}});
  BOOST_REQUIRE(config);
  return *config;
}

http::Request request(const tests::Headers& headers = {}, const std::string& scheme = "http") {
  http::Request made;
  made.method = "GET";
  made.scheme = scheme;
  made.headers = headers;
  return made;
}

std::string type_for(const tests::Headers& headers) {
  return header_of(refuse(settings(), request(headers), Code::NOT_FOUND), "Content-Type");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(problem_details)

BOOST_AUTO_TEST_CASE(a_document_has_every_member) {
  const auto answer = refuse(settings(), request({{"x-correlation-id", "abc.1"}}), wrong("user.email", "Not one."));
  BOOST_TEST(answer.status == 400);
  BOOST_TEST(header_of(answer, "Content-Type") == "application/problem+json");
  BOOST_TEST(
      answer.body ==
      R"({"type":"tag:doorward,2026:problems/VALIDATION_ERROR","title":"Validation failed","status":400,)"
      R"("detail":"One or more fields are missing or wrong.","code":"VALIDATION_ERROR","correlation_id":"abc.1",)"
      R"("errors":[{"field":"user.email","message":"Not one."}]})");
}

BOOST_AUTO_TEST_CASE(every_error_has_its_status_and_a_challenge_where_signing_in_helps) {
  for (const auto& row : error_rows()) {
    const auto answer = refuse(settings(), request(), row.code);
    BOOST_TEST(answer.status == row.status);
    BOOST_TEST(tests::code_of(answer) == row.name);
    const bool challenged = header_of(answer, "WWW-Authenticate").starts_with("Bearer realm=\"doorward\"");
    BOOST_TEST(challenged == (row.status == 401), row.name);
    const bool passes = row.code == Code::RATE_LIMIT_EXCEEDED || row.status == 503;
    BOOST_TEST(!header_of(answer, "Retry-After").empty() == passes, row.name);
  }
}

BOOST_AUTO_TEST_CASE(challenges_speak_as_their_rfcs_do) {
  BOOST_TEST(*challenge(Code::AUTH_REQUIRED) == "Bearer realm=\"doorward\"");
  BOOST_TEST(*challenge(Code::TOKEN_EXPIRED) ==
             "Bearer realm=\"doorward\", error=\"invalid_token\", error_description=\"The token has expired.\"");
  const auto hostile = challenge(Error(Code::STEP_UP_REQUIRED, "say \"please\" \\ \r\nX: y"));
  BOOST_TEST((hostile->find_first_of("\r\n\\") == std::string::npos));
  BOOST_TEST((hostile->find("insufficient_user_authentication") != std::string::npos));
  BOOST_TEST(!challenge(Code::INSUFFICIENT_PERMISSIONS).has_value());
}

BOOST_AUTO_TEST_CASE(every_answer_has_the_headers_of_the_house) {
  const auto answer = refuse(settings(), request(), Code::NOT_FOUND);
  BOOST_TEST(header_of(answer, "Cache-Control") == "no-store");
  BOOST_TEST(header_of(answer, "X-Content-Type-Options") == "nosniff");
  BOOST_TEST(header_of(answer, "X-Frame-Options") == "DENY");
  BOOST_TEST(header_of(answer, "Referrer-Policy") == "same-origin");
  BOOST_TEST(header_of(answer, "Strict-Transport-Security") == "");
  BOOST_TEST(header_of(answer, "Content-Security-Policy") ==
             "default-src 'none'; style-src 'self'; form-action 'self' https://app.example; base-uri 'none'; "
             "frame-ancestors 'none'");
  BOOST_TEST(header_of(refuse(settings(), request({}, "https"), Code::NOT_FOUND), "Strict-Transport-Security") ==
             "max-age=31536000");
}

BOOST_AUTO_TEST_CASE(a_clients_correlation_id_is_kept_only_when_it_is_harmless) {
  const auto id_for = [](const std::string& own) {
    return header_of(refuse(settings(), request({{"x-correlation-id", own}}), Code::NOT_FOUND), "X-Correlation-Id");
  };
  BOOST_TEST(id_for("A-z_0.9") == "A-z_0.9");
  BOOST_TEST(id_for(std::string(64, 'a')) == std::string(64, 'a'));
  for (const std::string& own : {std::string(), std::string(65, 'a'), std::string("a b"), std::string("a\r\nX: y"),
                                 std::string("<b>"), std::string("a, b")})
    BOOST_TEST(id_for(own).size() == 36u);
}

BOOST_AUTO_TEST_CASE(a_browser_that_loads_a_page_gets_one) {
  const auto answer =
      refuse(settings(), request({{"sec-fetch-mode", "navigate"}, {"x-correlation-id", "c1"}}), Code::NOT_FOUND);
  BOOST_TEST(answer.status == 404);
  BOOST_TEST((answer.body.find("There is nothing here.") != std::string::npos));
  BOOST_TEST((answer.body.find("c1") != std::string::npos));
  BOOST_TEST(type_for({{"sec-fetch-mode", "navigate"}}) == "text/html; charset=utf-8");
  BOOST_TEST(type_for({{"accept", "text/html,*/*"}}) == "text/html; charset=utf-8");
  BOOST_TEST(type_for({{"accept", "text/html"}, {"sec-fetch-mode", "cors"}}) == "application/problem+json");
  BOOST_TEST(type_for({{"accept", "*/*"}}) == "application/problem+json");
}

BOOST_AUTO_TEST_CASE(a_page_that_cannot_be_made_is_a_document) {
  auto config = settings();
  config.pages.dir = "/nowhere";
  const auto answer = refuse(config, request({{"sec-fetch-mode", "navigate"}}), Code::OVERLOADED);
  BOOST_TEST(answer.status == 503);
  BOOST_TEST(tests::code_of(answer) == "OVERLOADED");
}

BOOST_AUTO_TEST_SUITE_END()
