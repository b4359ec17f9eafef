// The quiet handler stays behind: a last tick may still be on its way.
#include "base/ticker.hh"

#include <csignal>

#include "base/error.hh"

namespace doorward {

Ticker::Ticker(std::chrono::nanoseconds period) {
  struct sigaction quiet {};
  quiet.sa_handler = [](int) {};  // no SA_RESTART: the call ends with EINTR
  sigemptyset(&quiet.sa_mask);
  sigset_t ours;
  sigemptyset(&ours);
  sigaddset(&ours, SIGRTMIN);
  sigprocmask(SIG_UNBLOCK, &ours, nullptr);  // whatever the program around blocks
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGRTMIN;
  const itimerspec every{{0, period.count()}, {0, period.count()}};
  if (::sigaction(SIGRTMIN, &quiet, nullptr) != 0 || ::timer_create(CLOCK_MONOTONIC, &event, &timer_) != 0)
    throw Failure("no timer");
  ::timer_settime(timer_, 0, &every, nullptr);
}

Ticker::~Ticker() { ::timer_delete(timer_); }

}  // namespace doorward
