#include "service/house_clock.hh"

#include <algorithm>

namespace doorward::service {
namespace {

constexpr seconds between_comparisons{1};

}  // namespace

/// Did the database say its time within the last second?
bool HouseClock::compare() const {
  const auto now = std::chrono::steady_clock::now();
  if (compared_ && now - *compared_ < between_comparisons) return answered_;
  compared_ = now;
  try {
    database_.read_time();
    answered_ = true;
  } catch (const Failure&) {
    answered_ = false;  // whoever needs the database will say so
  }
  return answered_;
}

Time HouseClock::unasked() const {
  const auto theirs = database_.server_time();
  const Time own = own_.now();
  return !theirs || std::chrono::abs(*theirs - own) <= clock_tolerance ? own : std::max(*theirs, own);
}

Time HouseClock::now() const {
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
