// Where to go after signing in: nothing that any browser reads as another host.
#include "http/return_to.hh"

#include <chrono>

#include "base/text.hh"
#include "support/vectors.hh"

using namespace doorward;
using namespace doorward::http;
using namespace doorward::tests;

namespace {

const Config config =
    *make_config({{"service.public_url", "https://app.example"}, {"cors.origins", "https://other.example:8443"}});

std::string answer(const std::string& wanted) { return safe_return(config, wanted).value_or("refused"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(return_to)

BOOST_AUTO_TEST_CASE(what_stays_here) {
  for (const std::string good : {"/", "/wiki/start?do=edit&x=//y#z", "/a%20b", "/a@b", "/a:b", "https://app.example/",
                                 "https://app.example/x?y", "https://other.example:8443/x"})
    BOOST_TEST(answer(good) == good);
  BOOST_TEST(answer("/wiki/Zoë") == "/wiki/Zo%C3%AB");
}

BOOST_AUTO_TEST_CASE(what_leads_elsewhere) {
  for (const std::string& bad : {std::string(),
                                 std::string("wiki"),
                                 std::string("//evil.example"),
                                 std::string("/\\evil.example"),
                                 std::string("\\/evil.example"),
                                 std::string("/\t/evil.example"),
                                 std::string(" /x"),
                                 std::string("/%2F/evil.example"),
                                 std::string("/%252F%252Fevil.example"),
                                 std::string("/%5Cevil.example"),
                                 std::string("/./"),
                                 std::string("/a/../b"),
                                 std::string("/%2e%2e/b"),
                                 std::string("/%0d%0aSet-Cookie:%20a=b"),
                                 std::string("/a\r\nb"),
                                 std::string("/\0", 2),
                                 std::string("/%00"),
                                 std::string("/\xFF"),
                                 std::string("/%FF"),
                                 std::string("https://evil.example/"),
                                 std::string("https://app.example.evil.example/"),
                                 std::string("https://app.example@evil.example/"),
                                 std::string("http://app.example/"),
                                 std::string("https://app.example:444/"),
                                 std::string("javascript:alert(1)"),
                                 std::string("https:/app.example/"),
                                 std::string("https:app.example"),
                                 std::string("data:,x")})
    BOOST_TEST(answer(bad) == "refused", bad);
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

BOOST_AUTO_TEST_CASE(signed_addresses) {
  const Secret key("k"), other("o");
  const std::string address = login_address(config, key, {"/wiki/start?a=b&c", "acme"});
  BOOST_TEST(address.starts_with("/auth/login?tenant_id=acme&return_to=%2Fwiki%2Fstart%3Fa%3Db%26c&sig="));
  const auto read = [&](std::string query, const Secret& with) {
    Request request;
    request.query = std::move(query);
    return read_login_address(config, with, request);
  };
  const std::string query = address.substr(address.find('?') + 1);
  BOOST_TEST(read(query, key).return_to == "/wiki/start?a=b&c");
  BOOST_TEST(read(query, key).tenant == "acme");
  BOOST_TEST(read(query, other).return_to.empty());
  BOOST_TEST(read("tenant_id=globex" + query.substr(query.find('&')), key).tenant.empty());
  BOOST_TEST(read("return_to=%2F%2Fevil.example", key).return_to.empty());
  BOOST_TEST(login_address(config, key, {"//evil.example", ""}) == "/auth/login");
}

BOOST_AUTO_TEST_CASE(published_redirects, *boost::unit_test::precondition(with_vectors)) {
  int seen = 0;
  const std::string payloads = vector_text("urls/mod_auth_openidc_open_redirect_834.txt");
  for (const auto line : split(payloads, '\n')) {
    if (line.empty()) continue;
    ++seen;
    const auto taken = safe_return(config, line);
    // What is taken must be a path of this host, for a browser: one slash, then none.
    if (taken)
      BOOST_TEST((taken->size() == 1 || (taken->starts_with('/') && (*taken)[1] != '/' && (*taken)[1] != '\\')),
                 *taken);
  }
  BOOST_TEST(seen > 500);
  const port::Json all = vector_json("urls/return_to.json");
  for (const auto& test : *at(all, "cases").array()) {
    const std::string& address = text_at(test, "u");
    const bool taken = safe_return(config, address).has_value();
    if (text_at(test, "expect") == "refuse") BOOST_TEST(!taken, address);
    if (text_at(test, "expect") == "allow") BOOST_TEST(taken, address);
    ++seen;
  }
  BOOST_TEST(seen > 540);
}

BOOST_AUTO_TEST_SUITE_END()
