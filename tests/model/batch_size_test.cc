// Batches grow while they are quick and shrink when they hold their locks for long; mail waits longer each time.
#include "model/batch_size.hh"

#include "model/mail_delay.hh"
#include "support/test.hh"

using namespace doorward;
using std::chrono::milliseconds;
using std::chrono::minutes;

BOOST_AUTO_TEST_SUITE(batch_size)

BOOST_AUTO_TEST_CASE(never_more_than_a_thousand_nor_fewer_than_a_hundred) {
  BatchSize size;
  for (int i = 0; i < 20; ++i) {
    size.took(milliseconds(1));
    BOOST_TEST(size.rows() <= 1000);
  }
  BOOST_TEST(size.rows() == 1000);
  for (int i = 0; i < 20; ++i) size.took(milliseconds(41));
  BOOST_TEST(size.rows() == 100);
}

BOOST_AUTO_TEST_CASE(one_that_was_neither_quick_nor_slow_changes_nothing) {
  BatchSize size;
  const int before = size.rows();
  size.took(milliseconds(10));
  size.took(milliseconds(40));
  BOOST_TEST(size.rows() == before);
}

BOOST_AUTO_TEST_CASE(mail_waits_twice_as_long_after_each_try_and_never_more_than_six_hours) {
  BOOST_TEST(bool(mail_delay_after(1) == minutes(1)));
  BOOST_TEST(bool(mail_delay_after(2) == minutes(2)));
  BOOST_TEST(bool(mail_delay_after(9) == minutes(256)));
  for (int tries : {10, 11, 12, 100, 1'000'000}) BOOST_TEST(bool(mail_delay_after(tries) == minutes(360)));
}

BOOST_AUTO_TEST_SUITE_END()
