#include "door/socket.hh"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "base/network.hh"
#include "base/text.hh"
#include "service/pool_queues.hh"

namespace doorward::door {
namespace {

constexpr int backlog = 4096, receive_buffer = 1 << 18;
constexpr int silence = 1;            // seconds for which a connection by TCP that says nothing stays the kernel's
constexpr int first_handed_over = 3;  // SD_LISTEN_FDS_START

std::string because() { return std::string("cannot be opened: ") + std::strerror(errno); }

union AnyAddress {
  sockaddr any;
  sockaddr_un path;
  sockaddr_in6 six;
  sockaddr_in four;
};

std::optional<AnyAddress> address_of(int fd) {
  AnyAddress address{};
  socklen_t size = sizeof address;
  if (::getsockname(fd, &address.any, &size) != 0) return std::nullopt;
  return address;
}

long environment_number(const char* name) {
  const char* text = std::getenv(name);
  return text ? std::strtol(text, nullptr, 10) : 0;
}

/// A socket handed over by whoever started this process (sd_listen_fds(3)).
int handed_over(const std::string& path) {
  if (environment_number("LISTEN_PID") != ::getpid()) return -1;
  const int end = first_handed_over + int(environment_number("LISTEN_FDS"));
  for (int fd = first_handed_over; fd < end; ++fd) {
    const auto address = address_of(fd);
    if (!address || !is_listening(fd)) continue;
    const bool local = address->any.sa_family == AF_UNIX;
    if (path.empty() ? !local : local && path == address->path.sun_path) return fd;
  }
  return -1;
}

Result<Socket> adopted(int fd, Pool pool, std::string name) {
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  return Socket{fd, pool, std::move(name)};
}

unsigned long inode_of(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? found.st_ino : 0;
}

Result<Socket> open_unix(std::string_view setting, const std::string& path, const std::string& mode, Pool pool) {
  if (const int fd = handed_over(path); fd >= 0) return adopted(fd, pool, path);
  const std::string fresh = service::before_it_opens(path);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (fresh.size() >= sizeof address.sun_path) return wrong(std::string(setting), "is too long for a Unix socket");
  std::memcpy(address.sun_path, fresh.c_str(), fresh.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  ::unlink(fresh.c_str());
  const auto bits = mode_t(std::strtoul(mode.c_str(), nullptr, 8));
  if (fd >= 0 && ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::chmod(fresh.c_str(), bits) == 0 && ::listen(fd, backlog) == 0 && ::rename(fresh.c_str(), path.c_str()) == 0)
    return Socket{fd, pool, path, true, inode_of(path)};
  const Error error = wrong(std::string(setting), path + " " + because());
  if (fd >= 0) ::close(fd);
  return error;
}

Result<Socket> open_tcp(const Config& config) {
  const std::string setting = "run.gate_tcp";
  if (config.run.gate_secrets.empty()) return wrong("run.gate_secrets", "must be set where run.gate_tcp is");
  if (const int fd = handed_over(""); fd >= 0) return adopted(fd, Pool::gate, config.run.gate_tcp);
  const auto where = HostPort::parse(config.run.gate_tcp);
  if (!where) return wrong(setting, "must be address:port, such as 127.0.0.1:9807");
  AnyAddress address{};
  socklen_t size = sizeof address.six;
  if (where->host.ipv4()) {
    address.four.sin_family = AF_INET;
    address.four.sin_port = htons(where->port);
    std::memcpy(&address.four.sin_addr, where->host.bytes.data() + 12, 4);
    size = sizeof address.four;
  } else {
    address.six.sin6_family = AF_INET6;
    address.six.sin6_port = htons(where->port);
    std::memcpy(&address.six.sin6_addr, where->host.bytes.data(), 16);
  }
  const int fd = ::socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int yes = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  ::setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &silence, sizeof silence);
  if (fd >= 0 && ::bind(fd, &address.any, size) == 0 && ::listen(fd, backlog) == 0)
    return Socket{fd, Pool::gate, config.run.gate_tcp, true};
  const Error error = wrong(setting, config.run.gate_tcp + " " + because());
  if (fd >= 0) ::close(fd);
  return error;
}

bool octal(std::string_view mode) {
  return !mode.empty() && mode.size() <= 4 && mode.find_first_not_of("01234567") == mode.npos;
}

}  // namespace

Result<std::vector<Socket>> open_sockets(const Config& config, const std::vector<Socket>& have) {
  if (!octal(config.run.socket_mode)) return wrong("run.socket_mode", "must be octal, such as 0660");
  std::error_code made;
  std::vector<Socket> sockets, fresh;
  std::optional<Error> refused;
  const auto take = [&](const std::string& name, auto open) {
    const auto kept = std::find_if(have.begin(), have.end(), [&](const Socket& one) { return one.name == name; });
    if (kept != have.end()) return sockets.push_back(*kept);
    Result<Socket> socket = open();
    if (!socket) {
      if (!refused) refused = socket.error();
      return;
    }
    sockets.push_back(*socket);
    fresh.push_back(*socket);
  };
  const auto unix_socket = [&](std::string_view setting, Pool pool, const std::string& mode) {
    const std::string path = service::socket_of(config, pool);
    take(path, [&] { return open_unix(setting, path, mode, pool); });
  };
  unix_socket("run.dir", Pool::hash, "0600");
  unix_socket("run.gate_socket", Pool::gate, config.run.socket_mode);
  unix_socket("run.app_socket", Pool::app, config.run.socket_mode);
  if (!config.run.gate_tcp.empty()) take(config.run.gate_tcp, [&] { return open_tcp(config); });
  if (!refused) return sockets;
  for (const auto& socket : fresh) close_socket(socket);
  return *refused;
}

void close_socket(const Socket& socket) {
  if (socket.ours && socket.inode != 0 && inode_of(socket.name) == socket.inode) ::unlink(socket.name.c_str());
  ::close(socket.fd);
}

bool is_listening(int fd) {
  int listening = 0;
  socklen_t size = sizeof listening;
  return ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening == 1;
}

bool is_tcp(int fd) {
  const auto address = address_of(fd);
  return !address || address->any.sa_family != AF_UNIX;
}

}  // namespace doorward::door
