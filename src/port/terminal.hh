// A terminal at standard input, where a secret is typed unseen, and one at standard output, which has so many lines.
#pragma once
#include <memory>
#include <string_view>

namespace doorward::port {

/// Shows `prompt` on standard error and hides what is typed until it dies. Without a terminal it does nothing.
class HiddenTyping {
 public:
  explicit HiddenTyping(std::string_view prompt);
  HiddenTyping(const HiddenTyping&) = delete;
  HiddenTyping& operator=(const HiddenTyping&) = delete;
  ~HiddenTyping();

 private:
  struct Former;
  std::unique_ptr<Former> former_;
};

/// Of the terminal at standard output, at this moment; 0: there is none, or it does not say.
unsigned terminal_height();

}  // namespace doorward::port
