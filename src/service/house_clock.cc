#include "service/house_clock.hh"

#include <algorithm>

#include "service/tenth.hh"

namespace doorward::service {

/// Did the database say its time when it was asked last?
bool HouseClock::compare() const {
  using Steady = std::chrono::steady_clock;
  const auto began = Steady::now();
  if (compare_at_ && began < *compare_at_) return answered_;
  try {
    database_.read_time();
    answered_ = true;
  } catch (const Failure&) {
    answered_ = false;  // whoever needs the database will say so
  }
  const auto ended = Steady::now();
  compare_at_ = ended + rest_of_a_tenth(std::chrono::duration_cast<Span>(ended - began));
  return answered_;
}

Time HouseClock::unasked() const {
  const auto theirs = database_.server_time();
  const Time own = own_.now();
  return !theirs || std::chrono::abs(*theirs - own) <= clock_tolerance ? own : std::max(*theirs, own);
}

Time HouseClock::now() const {
  if (look_ && !database_.server_time()) look_();
  auto theirs = database_.server_time();
  if (!theirs && compare()) theirs = database_.server_time();
  const Time own = own_.now();
  if (!theirs || std::chrono::abs(*theirs - own) <= clock_tolerance) return own;
  const bool sure = compare();
  theirs = database_.server_time();
  const Time again = own_.now();
  if (std::chrono::abs(*theirs - again) <= clock_tolerance) return again;
  return sure ? *theirs : std::max(*theirs, again);
}

}  // namespace doorward::service
