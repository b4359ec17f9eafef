// The growing delay before a lock.
#include "support/test.hh"

#include "model/lockout.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(lockout)

BOOST_AUTO_TEST_CASE(half_of_the_allowance_is_free_then_the_delay_doubles) {
  const LockRule rule{6, seconds(900), seconds(2)};
  for (int failures = 0; failures < 3; ++failures) BOOST_TEST(delay_after(failures, rule).count() == 0);
  BOOST_TEST(bool(delay_after(3, rule) == seconds(2)));
  BOOST_TEST(bool(delay_after(4, rule) == seconds(4)));
  BOOST_TEST(bool(delay_after(5, rule) == seconds(8)));
}

BOOST_AUTO_TEST_CASE(it_never_grows_beyond_the_lock) {
  BOOST_TEST(bool(delay_after(100, {100, seconds(60), seconds(1)}) == seconds(60)));
  BOOST_TEST(bool(delay_after(2'000'000'000, {1, seconds(60), seconds(1)}) == seconds(60)));
}

BOOST_AUTO_TEST_CASE(no_delay_stays_none) {
  BOOST_TEST(delay_after(90, {100, seconds(60), Span::zero()}).count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
