// The system's clock in microseconds.
#include "port/clock.hh"

#include <fstream>

namespace doorward::port {

Time SystemClock::now() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()) + offset_;
}

std::string boot_id() {
  std::string id;
  std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), id);
  return id;
}

}  // namespace doorward::port
