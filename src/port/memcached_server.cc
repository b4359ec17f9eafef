// The conversation is ours, not libmemcached's: tried against a lying server, version 1.1.4 writes an answer's long key
// beyond its block, dies of "VERSION" without a number, and has a time-out for each read but none for the answer.
#include "port/memcached_server.hh"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace doorward::port {
namespace {

constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{3200};
constexpr std::chrono::seconds probe_patience{1};
constexpr std::size_t longest_line = 512;
constexpr std::string_view probe_command = "version\r\n";

int open_unix(const std::string& path) {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  if (path.size() >= sizeof to.sun_path) return -1;
  std::copy(path.begin(), path.end(), to.sun_path);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  // EAGAIN: the listening queue is full, and a Unix socket does not go on connecting by itself.
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) return fd;
  ::close(fd);
  return -1;
}

int open_tcp(const std::string& address) {
  const auto colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  const std::string port = colon == std::string::npos ? "11211" : address.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return -1;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> held(found, ::freeaddrinfo);
  const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd, found->ai_addr, found->ai_addrlen) == 0 || errno == EINPROGRESS) return fd;
  ::close(fd);
  return -1;
}

}  // namespace

MemcachedServer::MemcachedServer(std::string address, std::chrono::microseconds patience)
    : address_(std::move(address)), patience_(patience) {}

MemcachedServer::MemcachedServer(MemcachedServer&& other) noexcept
    : address_(std::move(other.address_)), patience_(other.patience_) {}  // a connection is not carried along

MemcachedServer::~MemcachedServer() { close_socket(); }

void MemcachedServer::close_socket() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
  connected_ = probing_ = false;
  in_.clear();
  read_ = 0;
}

bool MemcachedServer::open_socket() {
  fd_ = address_.starts_with('/') ? open_unix(address_) : open_tcp(address_);
  return fd_ >= 0;
}

bool MemcachedServer::wait(short events) {
  for (;;) {
    const auto left = deadline_ - Steady::now();
    if (left <= Steady::duration::zero()) return false;
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(left).count();
    const timespec most{ns / 1'000'000'000, ns % 1'000'000'000};
    pollfd one{fd_, events, 0};
    const int ready = ::ppoll(&one, 1, &most, nullptr);
    if (ready > 0) return true;  // an error of the socket shows at the read or write
    if (ready == 0 || errno != EINTR) return false;
  }
}

bool MemcachedServer::connect_now() {
  fresh_ = true;
  if (!open_socket() || !wait(POLLOUT)) return false;
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) return false;
  let_reads_wait();
  connected_ = true;
  ++connections_;
  return true;
}

/// From now on a read waits by itself, for half of the patience: one system call instead of three. The kernel counts
/// that in ticks of several milliseconds; the exact end is poll's.
void MemcachedServer::let_reads_wait() const {
  const auto half = patience_ / 2;
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(half);
  const timeval most{whole.count(), std::max<suseconds_t>((half - whole).count(), 1)};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
  ::fcntl(fd_, F_SETFL, 0);
}

/// Hardly any of the patience is gone: then a read may wait for half of it.
bool MemcachedServer::unspent() const { return deadline_ - Steady::now() > patience_ * 7 / 8; }

bool MemcachedServer::send_all() {
  for (std::string_view rest = command_; !rest.empty();) {
    const auto sent = ::send(fd_, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0)
      rest.remove_prefix(std::size_t(sent));
    else if ((errno != EAGAIN && errno != EINTR) || !wait(POLLOUT))
      return false;
  }
  return true;
}

// Asked in passing while the breaker is open; never waits.
bool MemcachedServer::try_probe() {
  const auto now = Steady::now();
  if (now < next_probe_) return false;
  if (!probing_) {
    if (!open_socket()) {
      next_probe_ = now + pause_;
      return false;
    }
    probing_ = true;
    deadline_ = now + probe_patience;
  }
  if (!connected_)
    connected_ = ::send(fd_, probe_command.data(), probe_command.size(), MSG_NOSIGNAL) == ssize_t(probe_command.size());
  char answer[longest_line];
  const auto got = connected_ ? ::recv(fd_, answer, sizeof answer, 0) : -1;
  const std::string_view said(answer, got > 0 ? std::size_t(got) : 0);
  if (said.starts_with("VERSION ") && said.ends_with("\r\n")) {
    probing_ = open_ = false;
    ++connections_;
    let_reads_wait();
    return true;
  }
  const bool waiting = got < 0 && (errno == EAGAIN || errno == EINTR || errno == ENOTCONN || errno == EINPROGRESS);
  if (!waiting || now > deadline_) {
    close_socket();
    pause_ = std::min(2 * pause_, longest_pause);
    next_probe_ = now + pause_;
  }
  return false;
}

bool MemcachedServer::ask(std::string command, Meant meant) {
  if (open_ && !try_probe()) return false;
  meant_ = meant;
  command_ = std::move(command);
  in_.clear();
  read_ = 0;
  deadline_ = Steady::now() + patience_;
  fresh_ = false;
  const bool sent = fd_ >= 0 ? send_all() || again() : connect_now() && send_all();
  if (!sent) broken();
  return sent;
}

// Only before the first byte of an answer: nothing of it is known to have been done, and every command here may
// be done twice without harm.
bool MemcachedServer::again() {
  if (fresh_ || !in_.empty() || meant_ == Meant::here) return false;
  close_socket();
  return connect_now() && send_all();
}

bool MemcachedServer::more() {
  if (fd_ < 0) return false;
  char bytes[16384];
  for (;;) {
    const auto got = ::recv(fd_, bytes, sizeof bytes, in_.empty() && unspent() ? 0 : MSG_DONTWAIT);
    if (got > 0) {
      in_.append(bytes, std::size_t(got));
      return true;
    }
    const bool waiting = got < 0 && (errno == EAGAIN || errno == EINTR);
    if (waiting ? !wait(POLLIN) : !again()) {
      broken();
      return false;
    }
  }
}

std::optional<std::string_view> MemcachedServer::line() {
  for (;;) {
    const auto end = in_.find("\r\n", read_);
    if (end != std::string::npos) {
      const std::string_view found = std::string_view(in_).substr(read_, end - read_);
      read_ = end + 2;
      return found;
    }
    if (in_.size() - read_ > longest_line) broken();
    if (!more()) return std::nullopt;
  }
}

std::optional<std::string_view> MemcachedServer::block(std::size_t size) {
  while (in_.size() - read_ < size + 2)
    if (!more()) return std::nullopt;
  const std::string_view found = std::string_view(in_).substr(read_, size + 2);
  if (!found.ends_with("\r\n")) {
    broken();
    return std::nullopt;
  }
  read_ += size + 2;
  return found.substr(0, size);
}

bool MemcachedServer::done() {
  if (fd_ < 0 || open_) return false;  // a probe's connection has no answer to anything
  if (read_ != in_.size() || Steady::now() > deadline_) {
    broken();
    return false;
  }
  pause_ = {};
  return true;
}

void MemcachedServer::broken() {
  close_socket();
  // A server that answers probes but not questions is left alone for longer each time.
  pause_ = pause_ == pause_.zero() ? first_pause : std::min(2 * pause_, longest_pause);
  open_ = true;
  next_probe_ = Steady::now() + pause_;
}

}  // namespace doorward::port
