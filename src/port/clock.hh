// The time of day, asked once per request.
#pragma once
#include <string>

#include "base/time.hh"

namespace doorward::port {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
  /// The same without asking anybody for it.
  virtual Time unasked() const { return now(); }
  /// This host's time, where now() corrects it.
  virtual Time own() const { return now(); }
};

/// CLOCK_REALTIME, with an offset for tests of clocks that differ.
class SystemClock : public Clock {
 public:
  explicit SystemClock(Span offset = {}) : offset_(offset) {}
  Time now() const override;

 private:
  Span offset_;
};

/// Which run of this host's kernel it is: processes of one run read the same steady clock. Empty: that cannot be known.
std::string boot_id();

}  // namespace doorward::port
