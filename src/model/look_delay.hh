// When a domain that was not proved is looked at again.
#pragma once
#include <algorithm>

#include "base/time.hh"

namespace doorward {

/// So long after it was asked for.
constexpr std::chrono::hours look_for{24};

/// After the n-th look: five minutes, four times as long after each: a handful of looks in a day.
inline Span look_delay_after(int tries) {
  constexpr std::chrono::minutes first{5};
  return first * (1 << 2 * std::clamp(tries - 1, 0, 5));
}

}  // namespace doorward
