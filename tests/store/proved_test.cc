// What was proved is known by all of its bytes, and whoever comes takes its place.
#include "store/proved.hh"

#include "support/test.hh"

using doorward::store::Proved;

namespace {

const std::string value = "facts of somebody, then a MAC: 0123456789abcdef";

}  // namespace

BOOST_AUTO_TEST_SUITE(proved)

BOOST_AUTO_TEST_CASE(every_byte_of_key_and_value_counts) {
  Proved proved(4);
  BOOST_TEST(!proved.holds("s:one", value));
  proved.remember("s:one", value);
  BOOST_TEST(proved.holds("s:one", value));
  for (const char* key : {"", "s:on", "s:one ", "s:two"}) BOOST_TEST(!proved.holds(key, value), key);
  for (std::size_t i = 0; i < value.size(); ++i) {
    std::string bad = value;
    bad[i] = char(bad[i] ^ 1);
    BOOST_TEST(!proved.holds("s:one", bad), i);
  }
  BOOST_TEST(!proved.holds("s:one", std::string_view(value).substr(1)));
  BOOST_TEST(!proved.holds("s:one", "x" + value));
}

BOOST_AUTO_TEST_CASE(nothing_is_not_proved) {
  const Proved proved(1);
  BOOST_TEST(!proved.holds("", std::string(8, '\0')));
  BOOST_TEST(!proved.holds("s:one", std::string(34, '\0')));
}

BOOST_AUTO_TEST_CASE(who_comes_takes_the_place) {
  Proved proved(1);
  proved.remember("s:one", value);
  proved.remember("s:two", value + "fedcba9876543210");
  BOOST_TEST(!proved.holds("s:one", value));
  BOOST_TEST(proved.holds("s:two", value + "fedcba9876543210"));
}

BOOST_AUTO_TEST_CASE(a_crowd_stands_beside_each_other) {
  constexpr int places = 512, crowd = 64;
  Proved proved(places);
  const auto of = [](int who) { return "value " + std::to_string(who) + std::string(8, char(who)); };
  for (int who = 0; who < crowd; ++who) proved.remember("k" + std::to_string(who), of(who));
  for (int who = 0; who < crowd; ++who) BOOST_TEST(proved.holds("k" + std::to_string(who), of(who)), who);
}

BOOST_AUTO_TEST_SUITE_END()
