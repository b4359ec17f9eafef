// The relay lives in the test's own process and looks at the heads of packets only: a command has sequence number 0.
#include "support/killed_at.hh"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "base/encode.hh"

namespace tests {
namespace {

using namespace doorward;

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {
    if (fd_ < 0) throw Failure("fixture: socket of the relay");
  }
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

Socket listening(const std::string& path) {
  Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = address_of(path);
  if (::bind(socket.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(socket.fd(), 8) != 0)
    throw Failure("fixture: the relay does not listen");
  return socket;
}

Socket connected(const std::string& path) {
  Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = address_of(path);
  if (::connect(socket.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw Failure("fixture: the relay does not reach the database");
  return socket;
}

/// Counts the commands in what a client sends.
class Commands {
 public:
  int count(std::string_view bytes) {
    int commands = 0;
    for (char c : bytes) {
      if (body_ > 0) {
        --body_;
        continue;
      }
      head_ += c;
      if (head_.size() < 4) continue;
      const auto byte = [&](std::size_t i) { return std::size_t(static_cast<unsigned char>(head_[i])); };
      body_ = byte(0) | byte(1) << 8U | byte(2) << 16U;
      if (byte(3) == 0) ++commands;
      head_.clear();
    }
    return commands;
  }

 private:
  std::string head_;
  std::size_t body_ = 0;
};

/// Hands bytes on; empty: the sender is gone.
std::string hand_on(const Socket& from, const Socket& to, const std::function<bool(std::string_view)>& may) {
  std::array<char, 65536> part{};
  const ssize_t got = ::read(from.fd(), part.data(), part.size());
  if (got <= 0) return {};
  std::string bytes(part.data(), std::size_t(got));
  if (!may(bytes)) return {};
  for (std::string_view rest = bytes; !rest.empty();) {
    const ssize_t sent = ::send(to.fd(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent <= 0) return {};
    rest.remove_prefix(std::size_t(sent));
  }
  return bytes;
}

struct Line {
  Socket client, server;
  Commands commands{};
};

/// True: the process is to die now. False: nothing moves any more.
bool relay_until(int command, const Socket& door, const std::string& database, int ended) {
  std::vector<Line> lines;
  int seen = 0;
  for (;;) {
    std::vector<pollfd> watched = {{ended, POLLIN, 0}, {door.fd(), POLLIN, 0}};
    for (const Line& line : lines) {
      watched.push_back({line.client.fd(), POLLIN, 0});
      watched.push_back({line.server.fd(), POLLIN, 0});
    }
    if (::poll(watched.data(), watched.size(), -1) < 0) throw Failure("fixture: poll");
    for (std::size_t i = lines.size(); i-- > 0;) {
      Line& line = lines[i];
      const auto counted = [&](std::string_view bytes) { return (seen += line.commands.count(bytes)) < command; };
      const bool from_client = watched[2 + 2 * i].revents != 0, from_server = watched[3 + 2 * i].revents != 0;
      if (from_client && hand_on(line.client, line.server, counted).empty()) {
        if (seen >= command) return true;
        lines.erase(lines.begin() + std::ptrdiff_t(i));
      } else if (from_server && hand_on(line.server, line.client, [](std::string_view) { return true; }).empty()) {
        lines.erase(lines.begin() + std::ptrdiff_t(i));
      }
    }
    if (watched[1].revents != 0)
      lines.push_back({Socket(::accept4(door.fd(), nullptr, nullptr, SOCK_CLOEXEC)), connected(database)});
    else if (watched[0].revents != 0 && lines.empty())
      return false;
  }
}

}  // namespace

bool done_before(int command, const ConfigWords& changes, const std::function<void(World&)>& work) {
  port::SystemRandom random;
  const std::string folder = std::filesystem::temp_directory_path() / ("relay-" + to_hex(random.bytes(6)));
  std::filesystem::create_directory(folder);
  const std::string path = folder + "/relay.sock";
  const Socket door = listening(path);
  std::array<int, 2> ended{};
  if (::pipe2(ended.data(), O_CLOEXEC) != 0) throw Failure("fixture: pipe");
  const pid_t child = ::fork();
  if (child < 0) throw Failure("fixture: fork");
  if (child == 0) {
    try {
      ConfigWords through = changes;
      through["database.hosts"] = path;
      World world(through);
      work(world);
      ::_exit(0);
    } catch (...) {
      ::_exit(1);
    }
  }
  ::close(ended[1]);  // the child's end closes when it ends, however it does
  const Socket child_ended(ended[0]);
  const bool die = relay_until(command, door, Stack::get().database_socket(), child_ended.fd());
  if (die) ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  std::filesystem::remove_all(folder);
  if (!die && !(WIFEXITED(status) && WEXITSTATUS(status) == 0)) throw Failure("fixture: the work failed by itself");
  return !die;
}

}  // namespace tests
