// MySQL's protocol: packets of 3 bytes length, 1 byte number, payload; a command is a packet of number 0.
#include "support/statement_relay.hh"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace tests {
namespace {

using doorward::Failure;

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {
    if (fd_ < 0) throw Failure(std::string("relay: ") + std::strerror(errno));
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { ::close(fd_); }
  int fd() const { return fd_; }

 private:
  int fd_;
};

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw Failure("relay: path too long");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

int listen_at(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = address_of(path);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(fd, 4) != 0)
    throw Failure(std::string("relay: ") + std::strerror(errno));
  return fd;
}

int connect_to(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = address_of(path);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw Failure(std::string("relay: ") + std::strerror(errno));
  return fd;
}

/// Whole packets out of a stream.
class Packets {
 public:
  void add(const char* data, std::size_t size) { held_.append(data, size); }
  std::string next() {  // empty: none is whole
    if (held_.size() < 4) return {};
    const auto byte = [&](std::size_t i) { return std::size_t(static_cast<unsigned char>(held_[i])); };
    const std::size_t size = 4 + (byte(0) | byte(1) << 8 | byte(2) << 16);
    if (held_.size() < size) return {};
    std::string packet = held_.substr(0, size);
    held_.erase(0, size);
    return packet;
  }

 private:
  std::string held_;
};

bool is_command(const std::string& packet) { return packet[3] == 0; }

/// A command that the server answers: not the closing of a statement, nor the farewell.
bool is_answered(const std::string& packet) {
  constexpr char quit = 0x01, close_statement = 0x19;
  return is_command(packet) && packet.size() > 4 && packet[4] != quit && packet[4] != close_statement;
}

void send_all(int fd, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto now = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (now <= 0) return;  // the other end will be seen to have closed
    sent += std::size_t(now);
  }
}

/// One connection of the child, from its first to its last byte.
class Passage {
 public:
  Passage(int client, const std::string& server_path, pid_t child, int n, KillAt when, Relayed& state)
      : client_(client), server_(connect_to(server_path)), child_(child), n_(n), when_(when), state_(state) {}

  void run() {
    pollfd ends[2] = {{client_.fd(), POLLIN, 0}, {server_.fd(), POLLIN, 0}};
    while (::poll(ends, 2, -1) > 0) {
      if (ends[1].revents != 0 && !from_server()) return;
      if (ends[0].revents != 0 && !from_client()) return;
    }
  }

 private:
  bool from_client() {
    char buffer[16384];
    const auto got = ::recv(client_.fd(), buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    packets_.add(buffer, std::size_t(got));
    for (std::string packet = packets_.next(); !packet.empty(); packet = packets_.next()) {
      const bool counts = is_answered(packet);
      if (counts && state_.commands + 1 == n_ && when_ == KillAt::before) return kill();
      send_all(server_.fd(), packet);
      if (counts) ++state_.commands;
    }
    return true;
  }

  bool from_server() {
    char buffer[16384];
    const auto got = ::recv(server_.fd(), buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    // The server speaks after it has done what it was asked.
    if (state_.commands == n_ && when_ == KillAt::after) return kill();
    send_all(client_.fd(), std::string(buffer, std::size_t(got)));
    return true;
  }

  bool kill() {
    ::kill(child_, SIGKILL);
    state_.killed = true;
    return false;
  }

  Socket client_, server_;
  pid_t child_;
  int n_;
  KillAt when_;
  Relayed& state_;
  Packets packets_;
};

[[noreturn]] void be_child(const std::string& relay, doorward::Time now, const std::function<void(World&)>& act) {
  try {
    World world({{"database.hosts", relay}, {"database.timeout", "30s"}});
    world.clock.at = now;
    act(world);
    ::_exit(0);
  } catch (...) {
    ::_exit(1);
  }
}

/// Waits for a connection of the child; false: it has ended without one (its end of `alive` is closed).
bool awaits(const Socket& listener, const Socket& alive) {
  pollfd ends[2] = {{listener.fd(), POLLIN, 0}, {alive.fd(), POLLIN, 0}};
  while (::poll(ends, 2, -1) < 0 && errno == EINTR) continue;
  return ends[0].revents != 0;
}

}  // namespace

Relayed run_and_kill(doorward::Time now, int n, KillAt when, const std::function<void(World&)>& act) {
  std::string folder = std::filesystem::temp_directory_path() / "doorward-relay.XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) throw Failure("relay: mkdtemp failed");
  const std::string path = folder + "/db.sock";
  const Socket listener(listen_at(path));
  int life[2];
  if (::pipe2(life, O_CLOEXEC) != 0) throw Failure("relay: pipe failed");
  const pid_t child = ::fork();
  if (child < 0) throw Failure("relay: fork failed");
  if (child == 0) be_child(path, now, act);
  ::close(life[1]);  // only the child holds it now
  const Socket alive(life[0]);
  Relayed state;
  while (!state.killed && awaits(listener, alive))
    Passage(::accept4(listener.fd(), nullptr, nullptr, SOCK_CLOEXEC), Stack::get().database_socket(), child, n, when,
            state)
        .run();
  int status = 0;
  ::waitpid(child, &status, 0);
  std::filesystem::remove_all(folder);
  if (!state.killed && status != 0) throw Failure("relay: the process failed by itself");
  return state;
}

}  // namespace tests
