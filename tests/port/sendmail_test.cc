// The host's own mail program: what it is given, and what its end says.
#include "port/sendmail.hh"

#include <sys/stat.h>

#include <fstream>

#include "support/folder.hh"
#include "support/test.hh"

using namespace doorward;
using port::Sent;

BOOST_TEST_DONT_PRINT_LOG_VALUE(port::Sent)

namespace {

struct Program {
  tests::Folder folder;
  std::string path = folder / "sendmail";

  /// A script in its place; {} is the folder.
  void does(std::string script) {
    for (std::size_t at; (at = script.find("{}")) != std::string::npos;) script.replace(at, 2, folder / ".");
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    ::chmod(path.c_str(), 0755);
  }
  port::Delivery send(const std::string& message = "To: <a@example.test>\r\n\r\nHello\r\n",
                      Span timeout = std::chrono::seconds(20)) const {
    return port::send_by_program(path, message, timeout);
  }
  std::string file(const std::string& name) const {
    std::ifstream in(folder / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sendmail, Program)

BOOST_AUTO_TEST_CASE(it_gets_the_message_two_options_and_nothing_of_ours) {
  ::setenv("DOORWARDCFG_MAIL__PASSWORD", "canary", 1);
  does("echo \"$@\" >{}/words; env >{}/environment; ls -l /proc/$$/fd >{}/fds; cat >{}/message");
  BOOST_TEST(send().sent == Sent::taken);
  BOOST_TEST(file("words") == "-t -i\n");
  BOOST_TEST(file("message") == "To: <a@example.test>\n\nHello\n");
  BOOST_TEST((file("environment").find("canary") == std::string::npos));
  BOOST_TEST((file("environment").find("PATH=/usr/sbin") != std::string::npos));
  ::unsetenv("DOORWARDCFG_MAIL__PASSWORD");
}

BOOST_AUTO_TEST_CASE(its_exit_code_says_how_it_ended) {
  const std::vector<std::pair<int, Sent>> cases = {{0, Sent::taken},    {65, Sent::refused}, {67, Sent::refused},
                                                   {68, Sent::refused}, {75, Sent::later},   {69, Sent::away},
                                                   {78, Sent::away},    {1, Sent::away}};
  for (const auto& [code, expected] : cases) {
    does("exit " + std::to_string(code));
    BOOST_TEST(send().sent == expected, code);
  }
  does("kill -9 $$");
  BOOST_TEST((send().why.find("signal 9") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_or_does_not_end_is_away) {
  BOOST_TEST((send().why.find("cannot be started") != std::string::npos));
  does("exec cat /dev/zero >/dev/null");
  const auto late = send("x", std::chrono::milliseconds(200));
  BOOST_TEST(late.sent == Sent::away);
  BOOST_TEST((late.why.find("in time") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(one_that_does_not_read_a_long_message_holds_nobody_up) {
  does("exit 0");
  BOOST_TEST(send(std::string(1'000'000, 'x')).sent == Sent::taken);
}

BOOST_AUTO_TEST_SUITE_END()
