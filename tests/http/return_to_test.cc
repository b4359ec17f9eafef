// Where a person may be led after signing in: nowhere but here.
#include "http/return_to.hh"

#include <chrono>

#include "base/text.hh"
#include "support/vectors.hh"

using namespace doorward;
using namespace doorward::http;
using namespace doorward::tests;

namespace {

Config settings() {
  auto config = make_config({{"service.public_url", "https://login.example"}, {"cors.origins", "https://app.example"}});
  BOOST_REQUIRE(config);
  return *config;
}

/// The published cases know one origin.
const Config vector_settings = *make_config({{"service.public_url", "https://app.example"}});

const Secret key(std::string(32, 'k'));

LoginAddress read(const std::string& address) {
  Request request;
  const auto mark = address.find('?');
  request.query = mark == std::string::npos ? "" : address.substr(mark + 1);
  return read_login_address(settings(), key, request);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(return_to)

BOOST_AUTO_TEST_CASE(pages_of_this_host_are_good) {
  for (const char* good : {"/", "/app", "/app?x=1#y", "/wiki/a//b", "/100%25", "/a%20b?next=//evil.example", "/@user",
                           "/%E2%82%AC", "/a.b/..c", "/?", "/#", "/%zz"})
    BOOST_TEST(local_path(good), good);
  BOOST_TEST(*safe_return(settings(), "/Zoë") == "/Zo%C3%AB");
  BOOST_TEST(*safe_return(settings(), "https://app.example/x?y") == "https://app.example/x?y");
  BOOST_TEST(*safe_return(settings(), "https://login.example/") == "https://login.example/");
}

BOOST_AUTO_TEST_CASE(everything_else_is_refused) {
  for (const std::string& bad : {std::string(),
                                 std::string("app"),
                                 std::string("?next=//evil.example"),
                                 std::string("//evil.example"),
                                 std::string("///evil.example"),
                                 std::string("/\\evil.example"),
                                 std::string("\\\\evil.example"),
                                 std::string("/%2f/evil.example"),
                                 std::string("/%2fevil.example"),
                                 std::string("/%252fevil.example"),
                                 std::string("/%5cevil.example"),
                                 std::string("/..//evil.example"),
                                 std::string("/./x"),
                                 std::string("/%2e%2e/x"),
                                 std::string("/;@evil.example"),
                                 std::string("/app\r\nSet-Cookie: a=b"),
                                 std::string("/%0d%0aX: y"),
                                 std::string("/\t/evil.example"),
                                 std::string("/%09/evil.example"),
                                 std::string("/\0x", 3),
                                 std::string("/\xff"),
                                 std::string("https:evil.example"),
                                 std::string("https://evil.example/"),
                                 std::string("javascript:alert(1)"),
                                 std::string("http://app.example/"),
                                 std::string("https://app.example"),
                                 std::string("https://app.example:444/"),
                                 std::string("https://app.example@evil.example/"),
                                 std::string("https://app.example.evil.example/"),
                                 std::string("https://app.example//evil.example"),
                                 std::string("https://app.example\\@evil.example"),
                                 std::string("HTTPS://APP.EXAMPLE/"),
                                 std::string(" /app"),
                                 std::string("https://xapp.example/")})
    BOOST_TEST(!safe_return(settings(), bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(the_gates_address_says_what_it_was_made_of_and_nothing_that_was_changed) {
  const auto address = login_address(settings(), key, {"/wiki/page?a=b&c=d#e", "acme"});
  BOOST_TEST(address.starts_with("/auth/login?tenant_id=acme&return_to=%2Fwiki%2Fpage%3Fa%3Db%26c%3Dd%23e&sig="));
  const auto good = read(address);
  BOOST_TEST(good.return_to == "/wiki/page?a=b&c=d#e");
  BOOST_TEST(good.tenant == "acme");
  BOOST_TEST(good.proven);
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"acme", "evil"}, {"page", "pags"}, {"sig=", "sig=x"}, {"return_to=", "return_to=%2Fx&return_to="}}) {
    auto changed = address;
    changed.replace(changed.find(from), from.size(), to);
    BOOST_TEST(read(changed).return_to == "", to);
    BOOST_TEST(read(changed).tenant == "", to);
  }
}

BOOST_AUTO_TEST_CASE(an_address_without_signature_leads_to_what_is_safe_and_proves_nothing) {
  BOOST_TEST(read("/auth/login?return_to=%2Fapp").return_to == "/app");
  BOOST_TEST(read("/auth/login?return_to=%2F%2Fevil.example").return_to == "");
  BOOST_TEST(!read("/auth/login?tenant_id=acme").proven);
  BOOST_TEST(read("/auth/login").return_to == "");
}

BOOST_AUTO_TEST_CASE(a_page_that_cannot_be_named_safely_or_shortly_is_left_out) {
  BOOST_TEST(login_address(settings(), key, {"//evil.example", ""}) == "/auth/login");
  BOOST_TEST(login_address(settings(), key, {"/" + std::string(3000, 'x'), ""}) == "/auth/login");
  BOOST_TEST(login_address(settings(), key, {"", "acme"}).starts_with("/auth/login?tenant_id=acme&sig="));
}

BOOST_AUTO_TEST_CASE(escapes_of_escapes_cost_nothing) {
  std::string nested = "/%";
  while (nested.size() < 60000) nested += "25";
  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(!local_path(nested));
  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::milliseconds(500)));
  BOOST_TEST(local_path("/100%25"));
  BOOST_TEST(local_path("/a%2520b"));
}

BOOST_AUTO_TEST_CASE(published_redirects, *boost::unit_test::precondition(with_vectors)) {
  int seen = 0;
  const std::string payloads = vector_text("urls/mod_auth_openidc_open_redirect_834.txt");
  for (const auto line : split(payloads, '\n')) {
    if (line.empty()) continue;
    ++seen;
    const auto taken = safe_return(vector_settings, line);
    // What is taken must be a path of this host, for a browser: one slash, then none.
    if (taken)
      BOOST_TEST((taken->size() == 1 || (taken->starts_with('/') && (*taken)[1] != '/' && (*taken)[1] != '\\')),
                 *taken);
  }
  BOOST_TEST(seen > 500);
  const port::Json all = vector_json("urls/return_to.json");
  for (const auto& test : *at(all, "cases").array()) {
    const std::string& address = text_at(test, "u");
    const bool taken = safe_return(vector_settings, address).has_value();
    if (text_at(test, "expect") == "refuse") BOOST_TEST(!taken, address);
    if (text_at(test, "expect") == "allow") BOOST_TEST(taken, address);
    ++seen;
  }
  BOOST_TEST(seen > 540);
}

BOOST_AUTO_TEST_SUITE_END()
