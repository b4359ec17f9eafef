// What a wall costs: how often it was gone through, how often in vain or against somebody else, and for how long.
// Counted by the wall itself, for the request at hand (a difference of two readings) and for the sum of all.
#pragma once
#include <chrono>
#include <cstdint>
#include <utility>

namespace doorward::port {

struct Meter {
  std::uint64_t calls = 0, failures = 0, conflicts = 0;
  std::chrono::nanoseconds time{};

  Meter operator+(const Meter& other) const {
    return {calls + other.calls, failures + other.failures, conflicts + other.conflicts, time + other.time};
  }
  Meter operator-(const Meter& before) const {
    return {calls - before.calls, failures - before.failures, conflicts - before.conflicts, time - before.time};
  }
};

/// One call: counted, with its time, when this dies.
class Measured {
 public:
  explicit Measured(Meter& meter) : meter_(&meter), began_(std::chrono::steady_clock::now()) {}
  Measured(Measured&& other) noexcept
      : meter_(std::exchange(other.meter_, nullptr)), began_(other.began_), failed_(other.failed_) {}
  Measured& operator=(Measured&&) = delete;
  ~Measured() {
    if (!meter_) return;
    ++meter_->calls;
    meter_->failures += failed_ ? 1 : 0;
    meter_->time += so_far();
  }

  void failed() { failed_ = true; }
  void met_another() { ++meter_->conflicts; }
  std::chrono::nanoseconds so_far() const { return std::chrono::steady_clock::now() - began_; }

 private:
  Meter* meter_;
  std::chrono::steady_clock::time_point began_;
  bool failed_ = false;
};

}  // namespace doorward::port
