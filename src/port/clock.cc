// The system's clock in microseconds.
#include "port/clock.hh"

namespace doorward::port {

Time SystemClock::now() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()) + offset_;
}

}  // namespace doorward::port
