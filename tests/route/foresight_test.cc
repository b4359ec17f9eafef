// What is made of a check before its turn: the hash of the token that its Authorization line shows, where it stands.
#include "port/crypto.hh"
#include "route/visitor.hh"
#include "support/test.hh"
#include "support/world.hh"

using doorward::port::sha256;
using doorward::service::TokenHash;

namespace {

struct Check {
  tests::World world;
  doorward::http::Request request{};

  TokenHash foresee() { return doorward::route::foresee(world.service, request); }
};

const std::string token = "eyJhbGciOiJSUzI1NiJ9." + std::string(700, 'x') + ".c2ln";

}  // namespace

BOOST_AUTO_TEST_SUITE(foresight)

BOOST_AUTO_TEST_CASE(a_token_is_hashed_where_it_stands) {
  Check check;
  for (const char* scheme : {"Bearer ", "bearer   "}) {
    check.request.headers = {{"accept", "*/*"}, {"authorization", scheme + token}};
    const auto made = check.foresee();
    BOOST_TEST(made.token == token);
    BOOST_TEST(made.hash == sha256(token));
    BOOST_TEST(made.token.end() == std::string_view(check.request.headers[1].second).end());
  }
}

BOOST_AUTO_TEST_CASE(of_anything_else_nothing_is_kept) {
  Check check;
  const auto nothing = [&] {
    const auto made = check.foresee();
    return made.token.empty() && made.hash.empty();
  };
  BOOST_TEST(nothing());
  check.request.headers = {{"authorization", "Basic " + token}};
  BOOST_TEST(nothing());
  check.request.headers = {{"authorization", "Bearer " + token}, {"authorization", "Bearer " + token}};
  BOOST_TEST(nothing());
  check.request.headers.clear();
  check.request.cookies = {{"doorward_access", token}, {"__Host-doorward_access", token}};
  BOOST_TEST(nothing());
}

BOOST_AUTO_TEST_SUITE_END()
