// When the master has something to do next for a pool that waits after a failure.
#include "door/crew.hh"

#include <unistd.h>

#include "support/test.hh"

using namespace doorward;
using namespace std::chrono_literals;
using door::Crew;
using door::Steady;

BOOST_AUTO_TEST_SUITE(crew)

BOOST_AUTO_TEST_CASE(a_pause_that_ended_meanwhile_is_not_slept_over) {
  port::Metrics metrics;
  bool forks = false;
  Crew crew([&](Pool) { return forks ? ::getpid() : -1; }, metrics);
  const auto now = Steady::now(), far = now + 1h;
  BOOST_TEST((crew.next_deed(far) == far));
  crew.fill(Pool::gate, 1, now - 1min);  // its pause is over when the next deed is asked for
  BOOST_TEST((crew.next_deed(far) < now));
  forks = true;
  crew.fill(Pool::gate, 1, now);
  BOOST_TEST(!crew.empty());
  BOOST_TEST((crew.next_deed(far) == far));
}

BOOST_AUTO_TEST_SUITE_END()
