#include "door/hashing.hh"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "base/error.hh"
#include "base/log.hh"
#include "door/signals.hh"
#include "port/hasher.hh"
#include "port/seats.hh"

namespace doorward::door {
namespace {

void serve(int peer) {
  try {
    if (!port::serve_hash(peer)) log(Level::debug, "no password to hash came from a connection");
  } catch (const Failure& trouble) {
    log(Level::error, "a password was not hashed", {{"why", trouble.what()}});
  }
}

}  // namespace

int hash_for_others(const std::vector<int>& listeners, port::Metrics& metrics) {
  port::Seat seat(metrics.table(), Pool::hash);
  const Signals signals{SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGPIPE};
  std::vector<pollfd> waits{{signals.fd(), POLLIN, 0}};
  for (const int fd : listeners) waits.push_back({fd, POLLIN, 0});
  for (;;) {
    ::poll(waits.data(), waits.size(), -1);
    for (int signal = 0; (signal = signals.next()) != 0;)
      if (signal == SIGTERM || signal == SIGQUIT) return 0;
    for (const int fd : listeners) {
      const int peer = ::accept4(fd, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer < 0 && (errno == EAGAIN || errno == ECONNABORTED)) continue;  // another one took it, or it left
      if (peer < 0) throw Failure(std::string("accept: ") + std::strerror(errno));
      seat.busy();
      serve(peer);
      seat.idle();
      ::close(peer);
    }
  }
}

}  // namespace doorward::door
