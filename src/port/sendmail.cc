// The message comes from a file in memory, so that nobody waits for a program that does not read.
#include "port/sendmail.hh"

#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/error.hh"
#include "port/descriptor.hh"

namespace doorward::port {
namespace {

constexpr int cannot_begin = 127;

void fill(const Descriptor& file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(file.get(), text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) throw Failure(std::string("cannot hold a message in memory: ") + std::strerror(errno));
    text.remove_prefix(std::size_t(wrote));
  }
  ::lseek(file.get(), 0, SEEK_SET);
}

[[noreturn]] void become(const std::string& program, const Descriptor& message) {
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::dup2(message.get(), STDIN_FILENO);
  ::close_range(STDERR_FILENO + 1, ~0U, 0);
  std::string path = program, to = "-t", dots = "-i", search = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
  const std::array<char*, 4> words = {path.data(), to.data(), dots.data(), nullptr};
  const std::array<char*, 2> environment = {search.data(), nullptr};
  ::execve(path.c_str(), words.data(), environment.data());
  ::_exit(cannot_begin);
}

/// Such programs take the line ends of their system.
std::string with_own_line_ends(const std::string& message) {
  std::string text;
  for (std::size_t at = 0; at < message.size(); ++at)
    if (message[at] != '\r' || at + 1 == message.size() || message[at + 1] != '\n') text += message[at];
  return text;
}

/// False: it was killed after `timeout`.
bool awaited(pid_t child, Span timeout, int& status) {
  const Descriptor end(int(::syscall(SYS_pidfd_open, child, 0)));
  pollfd one{end.get(), POLLIN, 0};
  const auto patience = std::chrono::duration_cast<std::chrono::milliseconds>(timeout).count();
  const bool late = end.get() >= 0 && ::poll(&one, 1, int(patience)) == 0;
  if (late) ::kill(child, SIGKILL);
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return !late;
}

Delivery judged(const std::string& program, int status) {
  if (!WIFEXITED(status)) return {Sent::away, program + " ended by signal " + std::to_string(WTERMSIG(status))};
  const int code = WEXITSTATUS(status);
  const std::string why = program + " ended with " + std::to_string(code);
  switch (code) {
    case EX_OK: return {Sent::taken};
    case EX_DATAERR:
    case EX_NOUSER:
    case EX_NOHOST: return {Sent::refused, why};
    case EX_TEMPFAIL: return {Sent::later, why};
    case cannot_begin: return {Sent::away, program + " cannot be started"};
    default: return {Sent::away, why};
  }
}

}  // namespace

Delivery send_by_program(const std::string& program, const std::string& message, Span timeout) {
  const Descriptor file(::memfd_create("message", MFD_CLOEXEC));
  if (file.get() < 0) throw Failure(std::string("cannot hold a message in memory: ") + std::strerror(errno));
  fill(file, with_own_line_ends(message));
  const pid_t child = ::fork();
  if (child < 0) return {Sent::away, std::string("cannot start a program: ") + std::strerror(errno)};
  if (child == 0) become(program, file);
  int status = 0;
  if (!awaited(child, timeout, status)) return {Sent::away, program + " did not end in time"};
  return judged(program, status);
}

}  // namespace doorward::port
