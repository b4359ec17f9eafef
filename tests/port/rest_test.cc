// A rest ends with the signal that ends the process, and the process lives to finish what it was at.
#include "port/rest.hh"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/test.hh"

using namespace doorward;

namespace {

/// What a child of ours, which blocks signals by itself, comes to.
int in_a_child(int (*act)()) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(act());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

template <int Signal>
int signalled() {
  port::Rest rest;
  if (!rest(Span(1))) return 1;
  ::raise(Signal);  // while it works
  if (rest(std::chrono::hours(1))) return 2;
  return rest(Span(0)) ? 3 : 0;  // from then on
}

int not_signalled() {
  port::Rest rest;
  return rest(Span::zero()) && rest(std::chrono::milliseconds(2)) ? 0 : 1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rest)

BOOST_AUTO_TEST_CASE(a_signal_waits_for_the_rest_and_ends_it) {
  BOOST_TEST(in_a_child(signalled<SIGTERM>) == 0);
  BOOST_TEST(in_a_child(signalled<SIGINT>) == 0);
}

BOOST_AUTO_TEST_CASE(other_signals_and_none_do_not) {
  BOOST_TEST(in_a_child(not_signalled) == 0);
  BOOST_TEST(in_a_child(signalled<SIGKILL>) == 100 + SIGKILL);
}

BOOST_AUTO_TEST_SUITE_END()
