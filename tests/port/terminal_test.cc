// A secret that is typed is not seen, and afterwards everything else is again.
#include "port/terminal.hh"

#include <termios.h>

#include <csignal>
#include <string>

#include "support/terminal.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

/// Descriptors of this process lead elsewhere while it lives.
class Led {
 public:
  Led(int fd, int to) : fd_(fd), before_(::dup(fd)) { ::dup2(to, fd_); }
  Led(const Led&) = delete;
  Led& operator=(const Led&) = delete;
  ~Led() {
    ::dup2(before_, fd_);
    ::close(before_);
  }

 private:
  int fd_, before_;
};

bool echoes(int terminal) {
  termios settings{};
  BOOST_REQUIRE(::tcgetattr(terminal, &settings) == 0);
  return (settings.c_lflag & ECHO) != 0;
}

/// So many bytes of what is to be seen; they may come in pieces.
std::string shown(const tests::Terminal& terminal, std::size_t size) {
  std::string text;
  while (text.size() < size) {
    char byte = 0;
    BOOST_REQUIRE(::read(terminal.screen(), &byte, 1) == 1);
    text.push_back(byte);
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(terminal)

BOOST_AUTO_TEST_CASE(what_is_typed_is_hidden_until_it_is_over) {
  const tests::Terminal terminal;
  const Led in(STDIN_FILENO, terminal.fd()), err(STDERR_FILENO, terminal.fd());
  BOOST_TEST(echoes(terminal.fd()));
  {
    const port::HiddenTyping hidden("Passphrase of the file");
    const std::string prompt = "Passphrase of the file: ";
    BOOST_TEST(shown(terminal, prompt.size()) == prompt);
    BOOST_TEST(!echoes(terminal.fd()));
    BOOST_REQUIRE(::write(terminal.screen(), "secret\n", 7) == 7);
    char typed[16];
    BOOST_TEST(std::string(typed, std::size_t(::read(STDIN_FILENO, typed, sizeof typed))) == "secret\n");
  }
  BOOST_TEST(shown(terminal, 2) == "\r\n");  // and not what was typed
  BOOST_TEST(echoes(terminal.fd()));
}

BOOST_AUTO_TEST_CASE(without_a_terminal_nothing_is_said) {
  int pipe[2];
  BOOST_REQUIRE(::pipe(pipe) == 0);
  {
    const Led in(STDIN_FILENO, pipe[0]), err(STDERR_FILENO, pipe[1]);
    const port::HiddenTyping hidden("Passphrase");
  }
  ::close(pipe[1]);
  char byte = 0;
  BOOST_TEST(::read(pipe[0], &byte, 1) == 0);
  ::close(pipe[0]);
}

BOOST_AUTO_TEST_SUITE_END()
