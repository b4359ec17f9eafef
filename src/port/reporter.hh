// A child that says something again and again: while a part that it asks is silent, the parent goes on.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "port/descriptor.hh"

namespace doorward::port {

class Reporter {
 public:
  using Clock = std::chrono::steady_clock;
  struct Word {
    std::string text;
    Clock::time_point at;
  };

  /// `say` runs in the child alone, now and then `pause` after each end of it; its log goes nowhere. At most 64 KiB
  /// of what it says arrive.
  Reporter(const std::function<std::string()>& say, std::chrono::milliseconds pause);
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;
  ~Reporter();  // the child ends

  /// Waits until then, or, with `first`, until something was said at all.
  void hear(Clock::time_point until, bool first = false);
  const std::optional<Word>& last() const { return last_; }

 private:
  Reporter(const std::function<std::string()>& say, std::chrono::milliseconds pause, std::pair<int, int> ends);
  Descriptor ear_;
  pid_t child_;
  std::optional<Word> last_{};
};

}  // namespace doorward::port
