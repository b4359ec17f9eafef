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
#include <utility>
#include <vector>

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

/// One request of this connection. True: the connection stays.
bool answer(FCGX_Request& request, int peer, const Work& work) {
  request.ipcFd = peer;
  request.keepConnection = 1;  // until the request says what it wants
  if (FCGX_Accept_r(&request) == 0) {
    work();
    FCGX_PutS(request.role == role_authorizer ? authorized : passed, request.out);
    FCGX_Finish_r(&request);
  }
  return std::exchange(request.ipcFd, -1) >= 0;
}

/// Whoever of the kept connections spoke, and one newcomer: an idle connection never starves who waits.
[[noreturn]] void serve(int listener, const Work& work) {
  FCGX_Request request;
  FCGX_Init();
  FCGX_InitRequest(&request, -1, FCGI_FAIL_ACCEPT_ON_INTR);  // it takes no connection itself
  std::signal(SIGTERM, SIG_DFL);                             // libfcgi takes it
  std::vector<pollfd> places{{listener, POLLIN, 0}};
  for (;;) {
    ::poll(places.data(), places.size(), -1);
    const int newcomer = places.front().revents == 0 ? -1 : ::accept(listener, nullptr, nullptr);
    std::erase_if(places, [&](const pollfd& at) {
      return at.fd != listener && at.revents != 0 && !answer(request, at.fd, work);
    });
    if (newcomer >= 0 && answer(request, newcomer, work)) places.push_back({newcomer, POLLIN, 0});
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
