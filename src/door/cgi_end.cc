// Apache takes a program that is still there at the end of its answer for one that hangs: it sends SIGTERM, looks again
// after 10 ms, and the connection's next request waits for that. It was there one time in three: a process gives up its
// descriptors a moment before its number.
#include "door/cgi_end.hh"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace doorward::door {

Detached::Detached() : program_(int(::syscall(SYS_pidfd_open, ::getpid(), 0))) {
  const pid_t child = ::fork();
  if (child > 0) ::_exit(0);
  if (child == 0) return;
  ::close(program_);
  program_ = -1;
}

Detached::~Detached() { ::close(program_); }

void Detached::end_answer() const {
  constexpr int at_the_latest = 1000;  // ms; it does nothing any more but end
  pollfd ended{program_, POLLIN, 0};
  if (program_ >= 0) ::poll(&ended, 1, at_the_latest);
  let_go({STDOUT_FILENO});
}

void let_go(std::initializer_list<int> descriptors) {
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int fd : descriptors) ::dup2(nothing, fd);
  ::close(nothing);
}

}  // namespace doorward::door
