// A timer that interrupts blocking calls.
#pragma once
#include <chrono>
#include <ctime>

namespace doorward {

/// While it lives, blocking calls of this process end with EINTR at each `period`. Throws Failure: there is no timer.
class Ticker {
 public:
  explicit Ticker(std::chrono::nanoseconds period);  // below a second
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;
  ~Ticker();

 private:
  timer_t timer_{};
};

}  // namespace doorward
