#include "door/signals.hh"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "base/error.hh"

namespace doorward::door {

Signals::Signals(std::initializer_list<int> numbers) {
  sigset_t set;
  sigemptyset(&set);
  for (int number : numbers) sigaddset(&set, number);
  sigprocmask(SIG_SETMASK, &set, nullptr);
  fd_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (fd_ < 0) throw Failure("signals cannot be read");
}

Signals::~Signals() { ::close(fd_); }

int Signals::next() const {
  signalfd_siginfo came{};
  return ::read(fd_, &came, sizeof came) == sizeof came ? int(came.ssi_signo) : 0;
}

int Signals::wait(Span longest) const {
  pollfd wait{fd_, POLLIN, 0};
  ::poll(&wait, 1, int(std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::milliseconds>(longest).count())));
  return next();
}

}  // namespace doorward::door
