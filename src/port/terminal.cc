#include "port/terminal.hh"

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace doorward::port {

struct HiddenTyping::Former {
  termios settings{};
};

HiddenTyping::HiddenTyping(std::string_view prompt) {
  auto former = std::make_unique<Former>();
  if (::tcgetattr(STDIN_FILENO, &former->settings) != 0) return;
  termios hidden = former->settings;
  hidden.c_lflag &= ~tcflag_t(ECHO);
  if (::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) != 0) return;
  std::cerr << prompt << ": " << std::flush;
  former_ = std::move(former);
}

HiddenTyping::~HiddenTyping() {
  if (!former_) return;
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &former_->settings);
  std::cerr << std::endl;
}

unsigned terminal_height() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

}  // namespace doorward::port
