#include "base/log_out.hh"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string>

#include "base/error.hh"
#include "base/ticker.hh"

namespace doorward {
namespace {

/// Pipes take this flag since Linux 6.4, terminals do not.
ssize_t write_directly(int fd, std::string_view text) {
  const iovec part{const_cast<char*>(text.data()), text.size()};
  return ::pwritev2(fd, &part, 1, -1, RWF_NOWAIT);
}

/// Through a pipe of our own, since what moves from pipe to pipe may always be told not to wait. A text takes a page of
/// the reader's pipe however short it is.
ssize_t write_spliced(int fd, std::string_view text) {
  std::array<int, 2> own{};
  if (::pipe2(own.data(), O_NONBLOCK | O_CLOEXEC) != 0) return -1;
  auto taken = ::write(own[1], text.data(), text.size());
  if (taken > 0) taken = ::splice(own[0], nullptr, fd, nullptr, std::size_t(taken), SPLICE_F_NONBLOCK);
  const int trouble = errno;
  for (const int end : own) ::close(end);
  errno = trouble;
  return taken;
}

/// To a terminal that may not be opened, since it is somebody else's (su): where there is room. It may be less than the
/// text takes, so that the rest is waited for, until the next tick.
ssize_t write_for_a_moment(int fd, std::string_view text) {
  pollfd room{fd, POLLOUT, 0};
  if (::poll(&room, 1, 0) != 1) return 0;
  try {
    const Ticker ticker(std::chrono::milliseconds(10));
    const auto taken = ::write(fd, text.data(), text.size());
    return taken < 0 && errno == EINTR ? 0 : taken;
  } catch (const Failure&) {
    return 0;
  }
}

/// By a description of its own.
ssize_t write_to_terminal(int fd, std::string_view text) {
  const int own = ::open(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (own >= 0) {
    const auto taken = ::write(own, text.data(), text.size());
    const int trouble = errno;
    ::close(own);
    errno = trouble;
    return taken;
  }
  return write_for_a_moment(fd, text);
}

ssize_t write_once(int fd, Way way, std::string_view text) {
  switch (way) {
    case Way::file: return ::write(fd, text.data(), text.size());
    case Way::socket: return ::send(fd, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    case Way::direct: return write_directly(fd, text);
    case Way::spliced: return write_spliced(fd, text);
    case Way::terminal: return write_to_terminal(fd, text);
  }
  return 0;
}

/// Said of such a write by an older kernel, or by a filter of system calls.
bool no_such_way(int trouble) { return trouble == EOPNOTSUPP || trouble == EPERM; }

mode_t kind_of(int fd) {
  struct stat found {};
  return ::fstat(fd, &found) == 0 ? found.st_mode & S_IFMT : 0;
}

}  // namespace

Way way_to(int fd) {
  switch (kind_of(fd)) {
    case S_IFREG: return Way::file;
    case S_IFSOCK: return Way::socket;
    default: return Way::direct;
  }
}

std::size_t write_now(int fd, Way& way, std::string_view text) {
  std::size_t taken = 0;
  while (taken < text.size()) {
    const auto got = write_once(fd, way, text.substr(taken));
    if (got > 0)
      taken += std::size_t(got);
    else if (got < 0 && way == Way::direct && no_such_way(errno))
      way = kind_of(fd) == S_IFIFO ? Way::spliced : Way::terminal;
    else if (got == 0 || errno != EINTR)
      break;
  }
  return taken;
}

}  // namespace doorward
