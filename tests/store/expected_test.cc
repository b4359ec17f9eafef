// Keys that are expected are asked for together.
#include <utility>

#include "support/memory_servers.hh"

using namespace doorward;
using namespace std::chrono_literals;
using namespace tests;
using store::Mark;
using store::Trust;

BOOST_AUTO_TEST_SUITE(expected)

BOOST_AUTO_TEST_CASE(what_is_expected_is_asked_for_with_the_next_question) {
  Servers s;
  fill(s.memory, "one", now, "s:1");
  fill(s.memory, "two", now, "s:2");
  const auto& meter = s.memory.memcached().meter();
  auto questions = [&, before = meter.calls]() mutable { return meter.calls - std::exchange(before, meter.calls); };
  const auto expect_all = [&] {
    s.memory.expect_nothing();
    for (const auto* name : {"s:1", "s:2", "s:3"}) s.memory.expect({name, key});
  };

  expect_all();
  BOOST_TEST(questions() == 0U);
  BOOST_TEST(look(s.memory, now, "s:1").facts == "one");
  BOOST_TEST(questions() == 1U);
  BOOST_TEST(look(s.memory, now, "s:2").facts == "two");
  BOOST_TEST(look(s.memory, now + trust + 1us, "s:1").facts.empty());  // each is judged at its own time
  BOOST_TEST(questions() == 0U);
  BOOST_TEST((trust_of(s.memory, now, "s:3") == Trust::missing));  // what did not stand there may stand there now
  BOOST_TEST(questions() == 1U);
  BOOST_TEST(look(s.memory, now, "s:2").facts == "two");  // something was asked in between
  BOOST_TEST(questions() == 1U);

  expect_all();
  look(s.memory, now, "s:1");
  s.memory.mark("s:2", Mark::ended, now);
  BOOST_TEST((trust_of(s.memory, now, "s:2") == Trust::ended));
  expect_all();
  look(s.memory, now, "s:1");
  s.memory.expect_nothing();
  questions();
  look(s.memory, now, "s:1");
  BOOST_TEST(questions() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
