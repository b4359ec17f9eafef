#include "support/memcached_process.hh"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "support/stack.hh"

namespace tests {
namespace {

std::string program() {
  std::vector<std::string> places{repository() + "/var/pkg/usr/bin", "/usr/bin", "/usr/local/bin", "/usr/sbin"};
  if (const char* unpacked = std::getenv("PKG")) places.insert(places.begin(), std::string(unpacked) + "/usr/bin");
  if (const char* path = std::getenv("PATH")) {
    std::string rest = path;
    for (std::size_t end; (end = rest.find(':')) != std::string::npos; rest.erase(0, end + 1))
      places.push_back(rest.substr(0, end));
    places.push_back(rest);
  }
  for (const auto& place : places)
    if (::access((place + "/memcached").c_str(), X_OK) == 0) return place + "/memcached";
  throw std::runtime_error("memcached is not installed: make run, or apt-get install memcached");
}

int open_connection(const std::string& path) {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), to.sun_path);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) return fd;
  ::close(fd);
  return -1;
}

}  // namespace

MemcachedProcess::MemcachedProcess() : MemcachedTalk(static_cast<Folder&>(*this) / "memcached.sock") { start(); }

MemcachedProcess::~MemcachedProcess() {
  if (pid_ > 0) kill();
}

void MemcachedProcess::start() {
  const std::string path = program();
  ::unlink(address().c_str());
  pid_ = ::fork();
  if (pid_ == 0) {
    std::vector<std::string> words{path, "-s", address(), "-a", "0777", "-m", "16", "-t", "1"};
    if (::geteuid() == 0) words.insert(words.end(), {"-u", "nobody"});
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv(path.c_str(), argv.data());
    ::_exit(127);
  }
  // It says nothing when it is ready; being connected to is the event.
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  int fd = -1;
  while ((fd = open_connection(address())) < 0) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("memcached does not start");
    ::poll(nullptr, 0, 1);
  }
  ::close(fd);
}

void MemcachedProcess::kill() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void MemcachedProcess::stop() {
  ::kill(pid_, SIGSTOP);
  ::waitpid(pid_, nullptr, WUNTRACED);
}

void MemcachedProcess::resume() { ::kill(pid_, SIGCONT); }

std::string MemcachedTalk::tell(const std::string& command, const std::string& end) const {
  const int fd = open_connection(socket_);
  if (fd < 0 || ::send(fd, command.data(), command.size(), MSG_NOSIGNAL) < 0)
    throw std::runtime_error("memcached is gone");
  std::string answer;
  char bytes[4096];
  while (!answer.ends_with(end)) {
    const auto got = ::recv(fd, bytes, sizeof bytes, 0);
    if (got <= 0) break;
    answer.append(bytes, std::size_t(got));
  }
  ::close(fd);
  return answer;
}

void MemcachedTalk::put(const std::string& key, const std::string& value) const {
  tell("set " + key + " 0 0 " + std::to_string(value.size()) + "\r\n" + value + "\r\n");
}

std::string MemcachedTalk::look(const std::string& key) const {
  const std::string answer = tell("get " + key + "\r\n", "END\r\n");
  const auto begin = answer.find("\r\n");
  if (!answer.starts_with("VALUE ") || begin == std::string::npos) return {};
  return answer.substr(begin + 2, answer.size() - begin - 2 - 7);
}

std::vector<std::string> MemcachedTalk::keys() const {
  std::vector<std::string> all;
  const std::string dump = tell("lru_crawler metadump all\r\n", "END\r\n");
  constexpr std::string_view colon = "%3A";  // of all that our keys are made of, this alone is written otherwise
  for (std::size_t at = 0; (at = dump.find("key=", at)) != std::string::npos; ++at) {
    all.push_back(dump.substr(at + 4, dump.find(' ', at) - at - 4));
    for (std::size_t in; (in = all.back().find(colon)) != std::string::npos;) all.back().replace(in, colon.size(), ":");
  }
  return all;
}

}  // namespace tests
