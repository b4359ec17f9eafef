// How many rows the next batch of the upkeep takes, so that none holds its locks for long.
#pragma once
#include <algorithm>

#include "base/time.hh"

namespace doorward {

/// Begins small and doubles while batches are quick; one that took longer than 40 ms halves the next,
/// down to where the statements of a batch, and no longer its rows, are what takes the time.
class BatchSize {
 public:
  static constexpr int least = 100, most = 1000;

  int rows() const { return rows_; }
  void took(Span span) {
    constexpr std::chrono::milliseconds slow{40}, quick{10};
    if (span > slow) rows_ = std::max(least, rows_ / 2);
    if (span < quick) rows_ = std::min(most, rows_ * 2);
  }

 private:
  int rows_ = 125;
};

}  // namespace doorward
