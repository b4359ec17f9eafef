// Whoever looks in the order in which things stand finds them at once, and everybody else finds them too.
#include "base/find_from.hh"

#include "support/test.hh"

using doorward::find_from;

BOOST_AUTO_TEST_SUITE(finding_from)

BOOST_AUTO_TEST_CASE(from_the_place_on_and_then_from_the_beginning) {
  const std::vector<std::string> all = {"a", "b", "a", "c"};
  BOOST_TEST(find_from(all, 0, "a") == 0U);
  BOOST_TEST(find_from(all, 1, "a") == 2U);
  BOOST_TEST(find_from(all, 3, "a") == 0U);
  BOOST_TEST(find_from(all, 3, "b") == 1U);
  BOOST_TEST(find_from(all, 4, "c") == 3U);
  BOOST_TEST(find_from(all, 2, "d") == all.size());
  BOOST_TEST(find_from({}, 0, "a") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
