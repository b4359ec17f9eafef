// The time by which tokens and sessions end: this host's, unless it is far from the database's.
#pragma once
#include <chrono>
#include <functional>

#include "port/clock.hh"
#include "store/database.hh"

namespace doorward::service {

/// Clocks of hosts that are further apart are wrong, not late.
constexpr seconds clock_tolerance{60};

class HouseClock : public port::Clock {
 public:
  HouseClock(const port::Clock& own, store::Database& database) : own_(own), database_(database) {}

  /// Where the two are further apart than the tolerance: the database's time. It is asked at the first call, and again
  /// (at most once a second, and for a tenth of the time) while they differ, since either may have been put right.
  /// While it cannot be asked the later one counts: what has expired stays expired.
  Time now() const override;
  /// Done before the database is asked for the first time: it may be that something else tells of its clock.
  void look_first(std::function<void()> look) { look_ = std::move(look); }
  /// Goes by what is known of the database's clock.
  Time unasked() const override;
  Time own() const override { return own_.now(); }

 private:
  bool compare() const;

  const port::Clock& own_;
  store::Database& database_;
  std::function<void()> look_;
  mutable std::optional<std::chrono::steady_clock::time_point> compare_at_;  // not before
  mutable bool answered_ = false;
};

}  // namespace doorward::service
