#include "port/reporter.hh"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>

#include "base/error.hh"

namespace doorward::port {
namespace {

constexpr std::size_t longest = 64 * 1024;

/// Messages keep their ends.
std::pair<int, int> ends() {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) throw Failure("no socket for a child");
  return {pair[0], pair[1]};
}

std::string said(const std::function<std::string()>& say) {
  try {
    return say().substr(0, longest);
  } catch (const std::exception& failure) {
    return std::string(failure.what()) + "\n";
  }
}

/// Ends when nobody listens any more.
[[noreturn]] void report(int mouth, const std::function<std::string()>& say, std::chrono::milliseconds pause) {
  const Descriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  ::dup2(nowhere.get(), STDERR_FILENO);
  pollfd left{mouth, 0, 0};
  do {
    const std::string text = said(say);
    if (::send(mouth, text.data(), text.size(), MSG_NOSIGNAL) < 0) break;
  } while (::poll(&left, 1, int(pause.count())) == 0);
  ::_exit(0);
}

}  // namespace

Reporter::Reporter(const std::function<std::string()>& say, std::chrono::milliseconds pause)
    : Reporter(say, pause, ends()) {}

Reporter::Reporter(const std::function<std::string()>& say, std::chrono::milliseconds pause, std::pair<int, int> ends)
    : ear_(ends.first), child_(-1) {
  const Descriptor mouth(ends.second);
  child_ = ::fork();
  if (child_ < 0) throw Failure("no child can be made");
  if (child_ > 0) return;
  ::close(ear_.get());
  report(mouth.get(), say, pause);
}

Reporter::~Reporter() {
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
}

void Reporter::hear(Clock::time_point until, bool first) {
  std::string text(longest, '\0');
  pollfd ear{ear_.get(), POLLIN, 0};
  while (!first || !last_) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    if (left.count() <= 0) return;
    if (::poll(&ear, 1, int(left.count())) <= 0) continue;
    const auto size = ::recv(ear_.get(), text.data(), text.size(), 0);
    if (size > 0)
      last_ = Word{text.substr(0, std::size_t(size)), Clock::now()};
    else
      ear.fd = -1;  // the child has ended: poll only waits
  }
}

}  // namespace doorward::port
