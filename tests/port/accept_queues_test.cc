// Who waits at a listening socket is counted from outside, by its name.
#include "port/accept_queues.hh"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <vector>

#include "port/descriptor.hh"
#include "support/folder.hh"

using namespace doorward;
using namespace doorward::port;

namespace {

/// A listener, and callers of it.
class Ear {
 public:
  Ear(const sockaddr* at, socklen_t size)
      : family_(at->sa_family), listener_(::socket(family_, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    BOOST_REQUIRE(::bind(listener_.get(), at, size) == 0);
    BOOST_REQUIRE(::listen(listener_.get(), 8) == 0);
    BOOST_REQUIRE(::getsockname(listener_.get(), name(), &size_) == 0);
  }
  void call() {
    callers_.emplace_back(::socket(family_, SOCK_STREAM | SOCK_CLOEXEC, 0));
    BOOST_REQUIRE(::connect(callers_.back().get(), name(), size_) == 0);
  }
  void accept() { taken_.emplace_back(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)); }
  void hang_up() { callers_.clear(); }
  std::uint16_t port() const { return ntohs(family_ == AF_INET ? at_.four.sin_port : at_.six.sin6_port); }

 private:
  sockaddr* name() { return reinterpret_cast<sockaddr*>(&at_); }
  int family_;
  Descriptor listener_;
  union {
    sockaddr_un path;
    sockaddr_in four;
    sockaddr_in6 six;
  } at_{};
  socklen_t size_ = sizeof at_;
  std::vector<Descriptor> callers_, taken_;
};

Ear ear_at(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, path.c_str());
  return {reinterpret_cast<const sockaddr*>(&address), sizeof address};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(accept_queues)

BOOST_AUTO_TEST_CASE(who_was_not_accepted_yet_waits) {
  const tests::Folder folder;
  const std::string path = folder / "a door, and more.sock";
  BOOST_TEST(!local_queues().contains(path));
  {
    Ear ear = ear_at(path);
    BOOST_TEST(local_queues().at(path) == 0);
    for (std::uint64_t waiting = 1; waiting <= 3; ++waiting) {
      ear.call();
      BOOST_TEST(local_queues().at(path) == waiting);
    }
    ear.accept();
    BOOST_TEST(local_queues().at(path) == 2);
    ear.hang_up();  // who is gone stands there until somebody looks
    BOOST_TEST(local_queues().at(path) == 2);
    ear.accept();
    ear.accept();
    BOOST_TEST(local_queues().at(path) == 0);
  }
  BOOST_TEST(!local_queues().contains(path));  // nobody listens, and nobody knows
}

BOOST_AUTO_TEST_CASE(by_tcp_too) {
  const sockaddr_in four{AF_INET, 0, {htonl(INADDR_LOOPBACK)}, {}};
  const sockaddr_in6 six{AF_INET6, 0, 0, IN6ADDR_LOOPBACK_INIT, 0};
  Ear ear_four(reinterpret_cast<const sockaddr*>(&four), sizeof four),
      ear_six(reinterpret_cast<const sockaddr*>(&six), sizeof six);
  for (const auto& [ear, host] : {std::pair(&ear_four, "127.0.0.1"), {&ear_six, "::1"}}) {
    const HostPort place{*Address::parse(host), ear->port()};
    const auto waiting = [&] { return tcp_queues().at(place); };
    BOOST_TEST(waiting() == 0);
    ear->call();
    ear->call();
    BOOST_TEST(waiting() == 2);
    ear->accept();
    BOOST_TEST(waiting() == 1);
    BOOST_TEST(!tcp_queues().contains({place.host, 1}));
  }
}

BOOST_AUTO_TEST_SUITE_END()
