#include "crew.hh"

#include <arpa/inet.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <stdexcept>

namespace bench {
namespace {

constexpr int backlog = 4096;  // as doorward's
constexpr int role_authorizer = 2;
constexpr const char *passed = "Status: 204 No Content\r\n\r\n",
                     *authorized = "Status: 200 OK\r\nVariable-REMOTE_USER: bench\r\n\r\n";

int listen_on_path(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("the socket's path is too long");
  std::memcpy(address.sun_path, path.c_str(), path.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ::unlink(path.c_str());
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot bind");
  ::chmod(path.c_str(), 0660);
  return fd;
}

int listen_on_port(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot bind");
  return fd;
}

int open_listener(const std::string& address) {
  int fd = STDIN_FILENO;
  if (address != "-") {
    fd = address.find('/') != std::string::npos ? listen_on_path(address) : listen_on_port(std::stoi(address));
    if (::listen(fd, backlog) != 0) throw std::runtime_error("cannot listen");
  }
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
  return fd;
}

/// Until the kept connection speaks or somebody else comes: an idle connection never starves who waits.
void await_request(FCGX_Request& request, int listener) {
  for (;;) {
    pollfd both[] = {{listener, POLLIN, 0}, {request.ipcFd, POLLIN, 0}};
    ::poll(both, 2, -1);
    if (both[1].revents != 0) return;
    const int peer = ::accept(listener, nullptr, nullptr);
    if (peer < 0) continue;  // another worker was quicker
    if (request.ipcFd >= 0) FCGX_Free(&request, 1);
    request.ipcFd = peer;
    return;
  }
}

[[noreturn]] void serve(int listener, const Work& work) {
  FCGX_Request request;
  FCGX_Init();
  FCGX_InitRequest(&request, listener, 0);
  std::signal(SIGTERM, SIG_DFL);  // libfcgi takes it
  for (;;) {
    await_request(request, listener);
    request.keepConnection = 1;  // until the request says what it wants
    if (FCGX_Accept_r(&request) != 0) continue;
    work();
    FCGX_PutS(request.role == role_authorizer ? authorized : passed, request.out);
    FCGX_Finish_r(&request);
  }
}

}  // namespace

int run_crew(const std::string& address, int workers, const std::function<Work()>& make_work) {
  const int listener = open_listener(address);
  if (address == "-") serve(listener, make_work());
  for (int i = 0; i < workers; ++i)
    if (::fork() == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      serve(listener, make_work());
    }
  ::wait(nullptr);  // none of them ends by itself
  return 1;
}

}  // namespace bench
