// What was used lately is kept; what nobody used goes first, and the bound holds.
#include "base/latest.hh"

#include "support/test.hh"

using doorward::Latest;

namespace {

std::string known(Latest<int>& latest, std::string_view keys) {
  std::string found;
  for (const char key : keys)
    if (latest.find({&key, 1})) found.push_back(key);
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(latest)

BOOST_AUTO_TEST_CASE(what_was_not_used_goes_first) {
  Latest<int> latest(3);
  for (const char* key : {"a", "b", "c"}) latest.remember(key, 0);
  BOOST_TEST(known(latest, "ac") == "ac");
  latest.remember("d", 0);
  BOOST_TEST(latest.size() == 3U);
  BOOST_TEST(known(latest, "abcd") == "acd");
  latest.remember("e", 0);  // all were used alike: the hand goes on where it stopped
  BOOST_TEST(known(latest, "abcde") == "ade");
}

BOOST_AUTO_TEST_CASE(a_value_is_replaced_under_its_key) {
  Latest<int> latest(2);
  latest.remember("a", 1);
  latest.remember("b", 2);
  latest.remember("a", 3);
  BOOST_TEST(latest.size() == 2U);
  BOOST_TEST(*latest.find("a") == 3);
  BOOST_TEST(*latest.find("b") == 2);
}

BOOST_AUTO_TEST_CASE(a_crowd_passes_and_what_is_asked_for_again_and_again_stays) {
  Latest<int> latest(8);
  latest.remember("mine", 7);
  for (int i = 0; i < 1000; ++i) {
    latest.remember("crowd " + std::to_string(i), i);
    BOOST_TEST_REQUIRE(latest.find("mine") != nullptr);
    BOOST_TEST_REQUIRE(latest.size() <= 8U);
  }
  BOOST_TEST(*latest.find("mine") == 7);
  BOOST_TEST(*latest.find("crowd 999") == 999);
  BOOST_TEST(latest.find("crowd 1") == nullptr);
}

BOOST_AUTO_TEST_CASE(after_clear_nothing_is_known_and_there_is_room) {
  Latest<int> latest(2);
  for (const char* key : {"a", "b", "c"}) latest.remember(key, 0);
  latest.clear();
  BOOST_TEST(latest.size() == 0U);
  BOOST_TEST(known(latest, "abc") == "");
  for (const char* key : {"d", "e", "f"}) latest.remember(key, 1);
  BOOST_TEST(latest.size() == 2U);
  BOOST_TEST(*latest.find("f") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
