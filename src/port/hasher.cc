// A task is one message: sizes and cost in the host's own order, the salt, the password. The tag comes back alone.
#include "port/hasher.hh"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "base/log.hh"
#include "port/descriptor.hh"

namespace doorward::port {
namespace {

constexpr std::chrono::seconds longest_silence{1};  // of an asker
constexpr std::size_t longest_salt = 64, longest_password = 1024;

struct Head {
  std::uint32_t memory_kib, passes, lanes, tag_size, salt_size, password_size;
};

void wait_at_most(int fd, std::chrono::seconds time) {
  const timeval longest{time.count(), 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
}

bool receive(int fd, void* into, std::size_t size) {
  auto* at = static_cast<char*>(into);
  while (size > 0) {
    const ssize_t got = ::recv(fd, at, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    size -= std::size_t(got);
  }
  return true;
}

/// Far less than a socket takes at once.
bool send_all(int fd, std::string_view bytes) {
  ssize_t sent = -1;
  do sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == ssize_t(bytes.size());
}

/// Who made the other end; of a socket that listened: who opened it.
std::optional<ucred> maker_of(int fd) {
  ucred other{};
  socklen_t size = sizeof other;
  if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &other, &size) != 0) return std::nullopt;
  return other;
}

/// A password goes to nobody but a process of our own account.
bool is_ours(int fd) {
  const auto maker = maker_of(fd);
  return maker && maker->uid == ::geteuid();
}

/// The master, which has hashers to look after. Whoever else it may be ignores this signal, as signal(7) has it.
void tell_maker(int fd) {
  const auto maker = maker_of(fd);
  if (maker && maker->pid > 1) ::kill(maker->pid, SIGURG);  // 0: a process that we cannot see
}

/// A queue behind a hasher that hung is of askers who gave up.
bool has_left(int peer) {
  pollfd look{peer, 0, 0};
  return ::poll(&look, 1, 0) != 0;
}

/// `fd` does not wait yet: a queue of callers may be full. For the answer it will.
bool reach(int fd, const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (fd < 0 || path.size() >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, path.data(), path.size());
  return ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
         ::fcntl(fd, F_SETFL, 0) == 0;
}

Secret message(const Secret& password, const Argon2& task) {
  const std::string_view word = password.reveal();
  const Head head{
      task.cost.memory_kib,      task.cost.passes, task.lanes, task.tag_size, std::uint32_t(task.salt.size()),
      std::uint32_t(word.size())};
  std::string bytes;
  bytes.reserve(sizeof head + task.salt.size() + word.size());  // nothing is left behind by growing
  bytes.append(reinterpret_cast<const char*>(&head), sizeof head).append(task.salt).append(word);
  return Secret(std::move(bytes));
}

}  // namespace

std::string hasher_socket(const std::string& folder) { return folder + "/hash.sock"; }

std::optional<std::string> ask_hasher(Hasher& hasher, const Secret& password, const Argon2& task) {
  if (hasher.socket.empty() || hasher.late) return std::nullopt;
  const Descriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!reach(fd.get(), hasher.socket) || !is_ours(fd.get())) return std::nullopt;
  wait_at_most(fd.get(), longest_answer);
  std::string tag(task.tag_size, '\0');
  errno = 0;
  if (send_all(fd.get(), message(password, task).reveal()) && receive(fd.get(), tag.data(), tag.size())) return tag;
  hasher.late = errno == EAGAIN;
  if (hasher.late) {
    log(Level::warning, "a hasher gave no answer in time, the password is hashed without it");
    tell_maker(fd.get());
  }
  return std::nullopt;
}

bool serve_hash(int peer) {
  wait_at_most(peer, longest_silence);
  Head head{};
  if (!is_ours(peer) || !receive(peer, &head, sizeof head)) return false;
  if (head.salt_size > longest_salt || head.password_size > longest_password) return false;
  Argon2 task{{head.memory_kib, head.passes}, head.lanes, std::string(head.salt_size, '\0'), head.tag_size};
  std::string word(head.password_size, '\0');
  const bool whole = receive(peer, task.salt.data(), task.salt.size()) && receive(peer, word.data(), word.size());
  const Secret password(std::move(word));
  return whole && sound(task) && !has_left(peer) && send_all(peer, argon2id(password, task));
}

}  // namespace doorward::port
