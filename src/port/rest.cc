// A blocked signal waits until it is asked for (sigtimedwait(2)): none cuts a batch short.
#include "port/rest.hh"

#include <signal.h>
#include <time.h>

namespace doorward::port {
namespace {

sigset_t ending() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

Rest::Rest() {
  const sigset_t set = ending();
  sigprocmask(SIG_BLOCK, &set, nullptr);
}

bool Rest::operator()(Span longest) {
  const sigset_t set = ending();
  const auto whole = std::chrono::floor<seconds>(longest);
  const timespec wait{time_t(whole.count()), long((longest - whole).count() * 1000)};
  ended_ = ended_ || sigtimedwait(&set, nullptr, &wait) > 0;
  return !ended_;
}

}  // namespace doorward::port
