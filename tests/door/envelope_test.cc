// The envelope: what is believed of whom, and what is refused at once.
#include "door/envelope.hh"

#include <ctime>

#include "door/client.hh"
#include "door/target.hh"

using namespace doorward;
using namespace doorward::door;
using http::Door;

namespace {

struct Question {
  std::vector<std::pair<std::string, std::string>> pairs = {{"REQUEST_METHOD", "GET"},    {"DOCUMENT_URI", "/auth/me"},
                                                            {"REQUEST_URI", "/page?a=1"}, {"REMOTE_ADDR", "10.0.0.9"},
                                                            {"HTTP_HOST", "a.example"},   {"REQUEST_SCHEME", "https"}};
  Doorway doorway{};
  ConfigWords settings{};

  Question& say(std::string name, std::string value) {
    std::erase_if(pairs, [&](const auto& pair) { return pair.first == name; });
    return also(std::move(name), std::move(value));
  }
  Question& also(std::string name, std::string value) {
    pairs.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  Question& set(std::string name, std::string value) {
    settings[std::move(name)] = std::move(value);
    return *this;
  }
  Envelope open() const {
    return open_envelope(Parameters({pairs.begin(), pairs.end()}), doorway, *DoorRules::from(*make_config(settings)),
                         "fresh-id");
  }
  std::string refusal() const {
    const auto envelope = open();
    return envelope.refused ? std::string(row_of(envelope.refused->code).name) : "";
  }
};

Question check(std::string door = "check-nginx") {
  return Question().say("DOORWARD_DOOR", std::move(door)).say("DOORWARD_TENANT", "acme");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(envelope)

BOOST_AUTO_TEST_CASE(many_headers_take_no_quadratic_time) {
  const auto work = [](int headers) {
    std::vector<std::string> names(std::size_t(headers), "");
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = "HTTP_" + std::to_string(i);
    Parameters::Pairs pairs;
    for (const auto& name : names) pairs.emplace_back(name, "");
    const Parameters parameters(std::move(pairs));
    const auto start = std::clock();
    for (int i = 0; i < 20; ++i) BOOST_TEST(parameters.contradiction().empty());
    return std::clock() - start;
  };
  BOOST_TEST(work(16000) < 32 * work(2000));  // 64 times where each is compared with each
}

BOOST_AUTO_TEST_CASE(a_plain_request) {
  const auto request = Question()
                           .say("QUERY_STRING", "b=2")
                           .say("CONTENT_TYPE", "Application/JSON; charset=utf-8")
                           .say("CONTENT_LENGTH", "2")
                           .say("HTTP_COOKIE", "a=1; b=2")
                           .say("HTTP_PROXY", "http://evil.example")
                           .say("DOORWARD_TENANT", "acme")
                           .open();
  BOOST_REQUIRE(!request.refused);
  BOOST_TEST((request.request.door == Door::plain && !request.request.gate));
  BOOST_TEST(request.request.path == "/auth/me");
  BOOST_TEST(request.request.query == "b=2");
  BOOST_TEST(request.request.host == "a.example");
  BOOST_TEST(request.request.https());
  BOOST_TEST(request.request.address == "10.0.0.9");
  BOOST_TEST(request.request.content_type == "application/json");
  BOOST_TEST(request.request.cookies.size() == 2U);
  BOOST_TEST(request.request.location_tenant.value() == "acme");
  BOOST_TEST(!request.request.header("proxy"));
  BOOST_TEST(request.request.correlation_id == "fresh-id");
  BOOST_TEST((request.wants_body && request.length == 2U));
}

BOOST_AUTO_TEST_CASE(a_body_is_as_long_as_said) {
  auto right = Question().say("CONTENT_LENGTH", "2").open();
  BOOST_TEST(!put_body(right, "{}"));
  BOOST_TEST(right.request.body == "{}");
  auto wrong = Question().say("CONTENT_LENGTH", "3").open();
  BOOST_TEST((put_body(wrong, "{}")->code == Code::MALFORMED_BODY));
  auto cgi = Question();
  cgi.doorway.cgi = true;
  BOOST_TEST(!cgi.open().wants_body);
  BOOST_TEST(cgi.say("CONTENT_LENGTH", "1").open().wants_body);
}

BOOST_AUTO_TEST_CASE(lengths_that_are_none) {
  for (const char* length : {"+5", "0x10", " 5", "1e3", "00000000005", "\xd9\xa5", "-1", "5,5"})
    BOOST_TEST(Question().say("CONTENT_LENGTH", length).refusal() == "MALFORMED_BODY", length);
  for (const char* length : {"65537", "4294967296", "18446744073709551616"})
    BOOST_TEST(Question().say("CONTENT_LENGTH", length).refusal() == "PAYLOAD_TOO_LARGE", length);
  BOOST_TEST(Question().say("CONTENT_LENGTH", "4").say("HTTP_CONTENT_LENGTH", "5").refusal() == "VALIDATION_ERROR");
  BOOST_TEST(Question().say("CONTENT_LENGTH", "").refusal() == "");
}

BOOST_AUTO_TEST_CASE(repeated_parameters) {
  for (const char* name : {"REQUEST_METHOD", "CONTENT_LENGTH", "REMOTE_ADDR", "HTTP_HOST", "DOORWARD_TENANT"}) {
    BOOST_TEST(Question().say(name, "1").also(name, "2").refusal() == "VALIDATION_ERROR", name);
  }
  BOOST_TEST(Question().also("REMOTE_ADDR", "10.0.0.9").refusal() == "");
  BOOST_TEST(Question().say("UNKNOWN", "1").also("UNKNOWN", "2").refusal() == "");
  const auto twice = Question().say("HTTP_AUTHORIZATION", "Bearer a").also("HTTP_AUTHORIZATION", "Bearer b").open();
  BOOST_TEST(twice.request.header("authorization").value() == "Bearer a, Bearer b");
  const auto cookies = Question().say("HTTP_COOKIE", "a=1").also("HTTP_COOKIE", "b=2").open();
  BOOST_REQUIRE(cookies.request.cookies.size() == 1U);
  BOOST_TEST(cookies.request.cookies[0].value == "1, b=2");
}

BOOST_AUTO_TEST_CASE(too_large_headers) {
  BOOST_TEST(Question().say("HTTP_X", std::string(70000, 'x')).refusal() == "HEADERS_TOO_LARGE");
}

BOOST_AUTO_TEST_CASE(the_path_is_the_servers_word) {
  const auto path = [](const char* script, const char* info, const char* uri) {
    return Question()
        .say("DOCUMENT_URI", "")
        .say("SCRIPT_NAME", script)
        .say("PATH_INFO", info)
        .say("REQUEST_URI", uri)
        .open();
  };
  BOOST_TEST(path("/auth", "/login", "/x").request.path == "/auth/login");
  BOOST_TEST(path("/cgi-bin/doorward.cgi", "/auth/login", "/x").request.path == "/auth/login");
  BOOST_TEST(path("/cgi-bin/doorward.cgi", "", "/x").request.path == "/cgi-bin/doorward.cgi");
  BOOST_TEST(path("/auth/a%2fb", "", "/x").request.path == "/auth/a%2fb");
  const auto alone = path("", "", "/auth/m%65?x=%41");
  BOOST_TEST(alone.request.path == "/auth/me");
  BOOST_TEST(alone.request.query == "x=%41");
  BOOST_TEST((path("", "", "http://other.example/auth/me").refused.has_value()));
  BOOST_TEST(path("", "", "https://A.example/auth/me").request.path == "/auth/me");
  for (const char* raw : {"", "*", "auth", "/auth%2flogin", "/a%5Cb", "/a%00", "/a%0d%0aX", "/a%zz", "/a#b", "/%ff"})
    BOOST_TEST((path("", "", raw).refused.has_value()), raw);
  BOOST_TEST(Question().say("DOCUMENT_URI", "/auth/\nx").refusal() == "VALIDATION_ERROR");
}

BOOST_AUTO_TEST_CASE(a_target_is_decoded_once) {
  BOOST_TEST(parse_target("/a%2541")->path == "/a%41");
  BOOST_TEST(parse_target("/a/../b")->path == "/a/../b");
  BOOST_TEST(parse_target("http://h")->path == "/");
  BOOST_TEST(parse_target("/a?b?c")->query == "b?c");
  BOOST_TEST(!parse_target("/a?b\nc"));
}

BOOST_AUTO_TEST_CASE(methods_and_hosts) {
  for (const char* method : {"", "GE T", "GET\n", "G\xc3\x89T"})
    BOOST_TEST(Question().say("REQUEST_METHOD", method).refusal() == "VALIDATION_ERROR", method);
  for (const char* host : {"a b", "a/b", "a\"b", "a@b", "\xc3\xa4.example"})
    BOOST_TEST(Question().say("HTTP_HOST", host).refusal() == "VALIDATION_ERROR", host);
  BOOST_TEST(Question().say("HTTP_HOST", "A.Example:8080").open().request.host == "a.example:8080");
}

BOOST_AUTO_TEST_CASE(correlation_ids) {
  const auto id = [](std::string said) {
    return Question().say("HTTP_X_CORRELATION_ID", std::move(said)).open().request.correlation_id;
  };
  BOOST_TEST(id("Own.id_1-2") == "Own.id_1-2");
  for (const auto& said : {std::string(65, 'a'), std::string("a b"), std::string("a\r\nb"), std::string("<a>")})
    BOOST_TEST(id(said) == "fresh-id");
}

BOOST_AUTO_TEST_CASE(proxies_are_walked_from_the_right) {
  const auto networks = *parse_networks("x", {"10.0.0.0/8"});
  const auto address = [&](const char* peer, const char* forwarded) {
    return client_address(peer, forwarded, networks);
  };
  BOOST_TEST(address("203.0.113.5", "127.0.0.1") == "203.0.113.5");
  BOOST_TEST(address("10.0.0.1", "127.0.0.1, 198.51.100.7") == "198.51.100.7");
  BOOST_TEST(address("10.0.0.1", "198.51.100.7, 10.0.0.2") == "198.51.100.7");
  BOOST_TEST(address("10.0.0.1", "198.51.100.7, ';drop, 10.0.0.2") == "10.0.0.2");
  BOOST_TEST(address("10.0.0.1", "1.2.3.4:80") == "10.0.0.1");
  BOOST_TEST(address("10.0.0.1", "") == "10.0.0.1");
  BOOST_TEST(address("::ffff:10.0.0.1", "::ffff:198.51.100.7") == "198.51.100.7");
  BOOST_TEST(address("unix:", "198.51.100.7") == "");
}

BOOST_AUTO_TEST_CASE(forwarded_scheme_counts_from_proxies_alone) {
  auto question = Question().say("HTTP_X_FORWARDED_PROTO", "http, https").say("REQUEST_SCHEME", "http");
  BOOST_TEST(question.open().request.scheme == "http");
  BOOST_TEST(question.set("service.trusted_proxies", "10.0.0.0/8").open().request.scheme == "https");
  BOOST_TEST(Question().say("REQUEST_SCHEME", "").say("HTTPS", "on").open().request.https());
  BOOST_TEST(!Question().say("REQUEST_SCHEME", "").say("HTTPS", "off").open().request.https());
}

BOOST_AUTO_TEST_CASE(a_check_door_asks_about_the_protected_page) {
  const auto asked = check()
                         .say("DOORWARD_REQUIRE", "role:admin")
                         .say("DOORWARD_ACCEPT", "bearer")
                         .say("CONTENT_LENGTH", "20000000")
                         .open();
  BOOST_REQUIRE(!asked.refused);
  BOOST_TEST((asked.request.door == Door::subrequest && !asked.wants_body));
  BOOST_TEST(asked.request.path == "/auth/verify");
  const auto& gate = asked.request.gate.value();
  BOOST_TEST(gate.uri == "/page?a=1");
  BOOST_TEST((gate.host == "a.example" && gate.scheme == "https" && gate.method == "GET"));
  BOOST_TEST((gate.tenant == "acme" && gate.require == "role:admin" && gate.accept == "bearer"));
  const auto explicitly = check()
                              .say("DOORWARD_URI", "/wiki/")
                              .say("DOORWARD_HOST", "W.example")
                              .say("DOORWARD_SCHEME", "http")
                              .say("DOORWARD_METHOD", "POST")
                              .say("HTTP_DOORWARD_URI", "/evil")
                              .say("HTTP_X_FORWARDED_URI", "/evil")
                              .say("HTTP_X_FORWARDED_HOST", "evil.example")
                              .open();
  const auto& said = explicitly.request.gate.value();
  BOOST_TEST((said.uri == "/wiki/" && said.host == "w.example" && said.scheme == "http" && said.method == "POST"));
  BOOST_TEST((explicitly.request.host == "w.example" && explicitly.request.scheme == "http"));
}

BOOST_AUTO_TEST_CASE(the_authorizer_role_is_its_own_door) {
  auto question = check("check-nginx");
  question.doorway.authorizer = true;
  BOOST_TEST((question.open().request.door == Door::authorizer));
  BOOST_TEST((Question().say("FCGI_ROLE", "AUTHORIZER").open().request.door == Door::plain));
  BOOST_TEST(check("check-everything").refusal() == "NETWORK_NOT_ALLOWED");
}

BOOST_AUTO_TEST_CASE(forward_auth_believes_listed_networks) {
  auto question = check("check-forward")
                      .say("HTTP_X_FORWARDED_URI", "/page")
                      .say("HTTP_X_FORWARDED_HOST", "p.example")
                      .say("HTTP_X_FORWARDED_PROTO", "http")
                      .say("HTTP_X_FORWARDED_METHOD", "PUT")
                      .say("HTTP_X_FORWARDED_FOR", "198.51.100.7");
  BOOST_TEST(question.refusal() == "NETWORK_NOT_ALLOWED");
  const auto asked = question.set("service.forward_auth_networks", "10.0.0.9").open();
  BOOST_REQUIRE(!asked.refused);
  const auto& gate = asked.request.gate.value();
  BOOST_TEST((gate.uri == "/page" && gate.host == "p.example" && gate.scheme == "http" && gate.method == "PUT"));
  BOOST_TEST(asked.request.address == "198.51.100.7");
  // Named by the web server itself: no header of the client is needed, none is believed.
  const auto own = check("check-forward").say("DOORWARD_URI", "/x").say("HTTP_X_FORWARDED_HOST", "evil.example").open();
  BOOST_TEST((!own.refused && own.request.gate->host == "a.example" && own.request.address == "10.0.0.9"));
}

BOOST_AUTO_TEST_CASE(the_tcp_door_wants_a_secret) {
  auto question = check().set("run.gate_secrets", "former present");
  question.doorway.tcp = true;
  BOOST_TEST(question.refusal() == "NETWORK_NOT_ALLOWED");
  const auto refused = question.open();
  BOOST_TEST((!refused.request.gate && refused.request.address.empty()));
  for (const char* wrong : {"", "forme", "formerx", "former present", "FORMER"})
    BOOST_TEST(question.say("DOORWARD_SECRET", wrong).refusal() == "NETWORK_NOT_ALLOWED", wrong);
  BOOST_TEST(question.say("DOORWARD_SECRET", "former").refusal() == "");
  BOOST_TEST(question.say("DOORWARD_SECRET", "present").refusal() == "");
  BOOST_TEST(question.set("run.gate_secrets", "").say("DOORWARD_SECRET", "").refusal() == "NETWORK_NOT_ALLOWED");
}

BOOST_AUTO_TEST_SUITE_END()
