// Lines of the log that nobody took: whoever reads them had stalled or was gone, or the disk was full.
#pragma once
#include <cstdint>
#include <functional>

namespace doorward {

/// While it lives it is told of each loss, and at once of those before it. One at a time.
class LogLosses {
 public:
  explicit LogLosses(std::function<void(std::uint64_t lines)> count);
  LogLosses(const LogLosses&) = delete;
  LogLosses& operator=(const LogLosses&) = delete;
  ~LogLosses();
};

}  // namespace doorward
