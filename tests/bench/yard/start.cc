// start SOCKET PROGRAM [ARGUMENT…]: microseconds from exec of a FastCGI worker to its first answer. The worker finds
// the listening socket as descriptor 0; the request's records are read from standard input.
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>

extern char** environ;

namespace {

using Steady = std::chrono::steady_clock;
constexpr char end_request = 3;

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("the socket's path is too long");
  std::memcpy(address.sun_path, path.c_str(), path.size());
  return address;
}

/// Until the record that ends the request; whole records only come in one piece or a few.
std::string read_answer(int peer) {
  std::string answer;
  for (std::size_t at = 0;;) {
    while (answer.size() >= at + 8) {
      const auto byte = [&](std::size_t i) { return std::size_t(static_cast<unsigned char>(answer[at + i])); };
      if (answer[at + 1] == end_request) return answer;
      at += 8 + byte(4) * 256 + byte(5) + byte(6);
    }
    char part[4096];
    const auto got = ::read(peer, part, sizeof part);
    if (got <= 0) throw std::runtime_error("the worker does not answer");
    answer.append(part, std::size_t(got));
  }
}

class Worker {
 public:
  Worker(int listener, char** command) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, listener, STDIN_FILENO);
    if (posix_spawn(&pid_, command[0], &actions, nullptr, command, environ) != 0)
      throw std::runtime_error(std::string("cannot start ") + command[0]);
  }
  Worker(const Worker&) = delete;
  ~Worker() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

 private:
  pid_t pid_ = 0;
};

double measure(const std::string& path, char** command) {
  const std::string request{std::istreambuf_iterator<char>(std::cin), {}};
  const auto address = address_of(path);
  const auto* where = reinterpret_cast<const sockaddr*>(&address);
  ::unlink(path.c_str());
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int peer = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::bind(listener, where, sizeof address) != 0 || ::listen(listener, 8) != 0 ||
      ::connect(peer, where, sizeof address) != 0 ||
      ::write(peer, request.data(), request.size()) != ssize_t(request.size()))
    throw std::runtime_error("cannot listen");
  const auto begun = Steady::now();
  const Worker worker(listener, command);
  const std::string answer = read_answer(peer);
  const auto taken = Steady::now() - begun;
  ::unlink(path.c_str());
  if (answer.find("Status: 20") == std::string::npos) throw std::runtime_error("refused: " + answer);
  return std::chrono::duration<double, std::micro>(taken).count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::cerr << "usage: start SOCKET PROGRAM [ARGUMENT...]\n", 2;
  try {
    std::cout << measure(argv[1], argv + 2) << "\n";
  } catch (const std::exception& what) {
    return std::cerr << "start: " << what.what() << "\n", 1;
  }
}
