// A document of a stranger's site: what is taken, and what is refused with its reason. The site is a real server on
// this host, so it is named by hand; without that nothing here is asked.
#include "port/https_get.hh"

#include <fstream>

#include "support/script_server.hh"
#include "support/test.hh"

using doorward::port::Fetch;
using doorward::port::https_get;

namespace {

struct Site {
  tests::ScriptServer server{"https_server.py", {"proof.example,DNS:localhost"}};

  void say(const std::string& proof) const { std::ofstream(server.file("proof")) << proof; }
  Fetch wanted(const std::string& path = "/.well-known/doorward-domain") const {
    Fetch fetch;
    fetch.url = "https://proof.example" + path;
    fetch.most = 40;
    fetch.ask_at = "127.0.0.1:" + server.port();
    fetch.ca = server.file("ca.pem");
    return fetch;
  }
  std::string why(const Fetch& fetch) const {
    const auto got = https_get(fetch);
    return got.document ? "document: " + *got.document : got.why;
  }
};

bool says(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(https_get_of_a_site, Site)

BOOST_AUTO_TEST_CASE(a_document_comes_whole_or_not_at_all) {
  say("token\n");
  BOOST_TEST(https_get(wanted()).document.value_or("") == "token\n");
  say(std::string(40, 'x'));
  BOOST_TEST(https_get(wanted()).document.value_or("").size() == 40U);
  say(std::string(41, 'x'));
  BOOST_TEST(why(wanted()) == "it is longer than 40 bytes");
  say(std::string(1 << 20, 'x'));
  BOOST_TEST(why(wanted()) == "it is longer than 40 bytes");
  BOOST_TEST(https_get(wanted()).status == 200);
  BOOST_TEST(why(wanted("/elsewhere")) == "the answer is 404");
  BOOST_TEST(https_get(wanted("/elsewhere")).status == 404);
}

BOOST_AUTO_TEST_CASE(no_redirect_is_followed) {
  say("-> https://proof.example/.well-known/doorward-domain");
  BOOST_TEST(why(wanted()) == "the answer is 302");
}

BOOST_AUTO_TEST_CASE(the_name_must_be_proved_by_a_certificate) {
  say("token");
  Fetch fetch = wanted();
  fetch.ca = server.file("other.pem");
  BOOST_TEST(!https_get(fetch).document.has_value());
  BOOST_TEST(https_get(fetch).status == 0);
  fetch = wanted();
  fetch.url = "https://other.example/.well-known/doorward-domain";
  BOOST_TEST(!https_get(fetch).document.has_value());
}

BOOST_AUTO_TEST_CASE(nothing_but_https_is_spoken) {
  for (const char* url : {"http://proof.example/", "file:///etc/passwd", "ftp://proof.example/", "proof.example"}) {
    Fetch fetch = wanted();
    fetch.url = url;
    BOOST_TEST(!https_get(fetch).document.has_value(), url);
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_asked_that_is_not_on_the_internet) {
  say("token");
  for (const char* host : {"127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1", "[::ffff:127.0.0.1]"}) {
    Fetch fetch = wanted();
    fetch.ask_at = "";
    fetch.url = std::string("https://") + host + ":" + server.port() + "/.well-known/doorward-domain";
    BOOST_TEST(says(why(fetch), "which is not on the internet"), host << ": " << why(fetch));
  }
}

BOOST_AUTO_TEST_CASE(networks_of_ones_own_are_asked_where_they_are_named) {
  say("token");
  Fetch fetch = wanted();
  fetch.ask_at = "";
  fetch.url = "https://localhost:" + server.port() + "/.well-known/doorward-domain";
  fetch.near = {*doorward::Network::parse("10.0.0.0/8")};
  BOOST_TEST(says(why(fetch), "which is not on the internet"));
  fetch.near.push_back(*doorward::Network::parse("127.0.0.0/8"));
  BOOST_TEST(why(fetch) == "document: token");
}

BOOST_AUTO_TEST_CASE(a_server_that_is_silent_costs_its_time_and_no_more) {
  say("slow");
  Fetch fetch = wanted();
  fetch.timeout = std::chrono::milliseconds(300);
  BOOST_TEST(!https_get(fetch).document.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
