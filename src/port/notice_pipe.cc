// Writes of at most PIPE_BUF bytes are whole or none, so whole notices alone are read where a whole number of them is
// asked for.
#include "port/notice_pipe.hh"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>

#include "base/error.hh"

namespace doorward::port {
namespace {

constexpr int room = 256 * 1024;  // where the kernel allows it; else its 64 KiB
constexpr std::size_t at_once = 64 * 1024;

}  // namespace

NoticePipe::Ends NoticePipe::opened(std::size_t size) {
  static_assert(at_once >= PIPE_BUF);
  if (size == 0 || size > PIPE_BUF) throw Failure("a notice has 1 to PIPE_BUF bytes");
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) throw Failure(std::string("pipe: ") + std::strerror(errno));
  ::fcntl(ends[0], F_SETPIPE_SZ, room);
  return {ends[0], ends[1]};
}

bool NoticePipe::put(std::string_view notice) const {
  return notice.size() == size_ && ::write(in_.get(), notice.data(), size_) == ssize_t(size_);
}

void NoticePipe::each(const std::function<void(std::string_view)>& take) const {
  std::string some(at_once / size_ * size_, '\0');
  const ssize_t got = ::read(out_.get(), some.data(), some.size());
  for (std::size_t at = 0; got > 0 && at < std::size_t(got); at += size_)
    take(std::string_view(some).substr(at, size_));
}

}  // namespace doorward::port
