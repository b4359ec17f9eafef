#include "support/lying_server.hh"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace tests {
namespace {

void answer_each(int peer, const std::string& answer, std::chrono::milliseconds pause) {
  char heard[4096];
  while (::recv(peer, heard, sizeof heard, 0) > 0) {
    const std::size_t step = pause.count() == 0 ? answer.size() : 1;
    for (std::size_t at = 0; at < answer.size(); at += step) {
      if (pause.count() != 0) ::poll(nullptr, 0, int(pause.count()));
      if (::send(peer, answer.data() + at, step, MSG_NOSIGNAL) < 0) return;
    }
  }
}

[[noreturn]] void serve(int listener, const std::string& answer, std::chrono::milliseconds pause) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (;;) {
    const int peer = ::accept(listener, nullptr, nullptr);
    if (peer < 0) ::_exit(0);
    answer_each(peer, answer, pause);
    ::close(peer);
  }
}

}  // namespace

LyingServer::LyingServer(const std::string& answer, std::chrono::milliseconds pause) : socket_(folder_ / "liar.sock") {
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  std::copy(socket_.begin(), socket_.end(), at.sun_path);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 || ::listen(listener, 16) != 0)
    throw std::runtime_error("no socket for a lying server");
  pid_ = ::fork();
  if (pid_ == 0) serve(listener, answer, pause);
  ::close(listener);
}

LyingServer::~LyingServer() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

}  // namespace tests
