// What one process notices, another takes: whole, in order, and without waiting.
#include "port/notice_pipe.hh"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <climits>
#include <set>

#include "base/error.hh"
#include "support/test.hh"

using namespace doorward;
using port::NoticePipe;

namespace {

std::vector<std::string> taken(const NoticePipe& pipe) {
  std::vector<std::string> all;
  pipe.each([&](std::string_view notice) { all.emplace_back(notice); });
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(notice_pipe)

BOOST_AUTO_TEST_CASE(notices_come_in_their_order_and_once) {
  const NoticePipe pipe(5);
  BOOST_TEST(taken(pipe).empty());
  for (const char* notice : {"first", "other", "third"}) BOOST_TEST(pipe.put(notice));
  BOOST_TEST(taken(pipe) == (std::vector<std::string>{"first", "other", "third"}));
  BOOST_TEST(taken(pipe).empty());
}

BOOST_AUTO_TEST_CASE(only_its_size_is_taken) {
  const NoticePipe pipe(5);
  for (const char* notice : {"", "four", "sixsix"}) BOOST_TEST(!pipe.put(notice));
  BOOST_TEST(taken(pipe).empty());
  BOOST_CHECK_THROW(NoticePipe(0), Failure);
  BOOST_CHECK_THROW(NoticePipe(PIPE_BUF + 1), Failure);
}

BOOST_AUTO_TEST_CASE(a_full_one_takes_nothing_and_nobody_waits) {
  const NoticePipe pipe(1000);
  std::size_t put = 0;
  while (pipe.put(std::string(1000, char('a' + put % 26)))) ++put;
  BOOST_TEST(put >= 60U);
  std::size_t got = 0;
  for (auto some = taken(pipe); !some.empty(); some = taken(pipe))
    for (const auto& notice : some) BOOST_TEST(notice == std::string(1000, char('a' + got++ % 26)));
  BOOST_TEST(got == put);
  BOOST_TEST(pipe.put(std::string(1000, 'z')));
}

BOOST_AUTO_TEST_CASE(those_of_many_processes_are_whole) {
  constexpr std::size_t size = 88, each = 4000;  // more than there is room for
  const NoticePipe pipe(size);
  std::set<pid_t> writers;
  for (char name : {'a', 'b', 'c', 'd'}) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      for (std::size_t i = 0; i < each;) i += pipe.put(std::string(size, name)) ? 1 : 0;
      ::_exit(0);
    }
    writers.insert(pid);
  }
  std::size_t got = 0;
  for (pollfd wait{pipe.fd(), POLLIN, 0}; got < writers.size() * each;) {
    BOOST_TEST_REQUIRE(::poll(&wait, 1, 20'000) == 1);
    pipe.each([&](std::string_view notice) { got += notice == std::string(size, notice[0]) ? 1 : 0; });
  }
  for (const pid_t pid : writers) BOOST_TEST(::waitpid(pid, nullptr, 0) == pid);
  BOOST_TEST(taken(pipe).empty());
}

BOOST_AUTO_TEST_SUITE_END()
