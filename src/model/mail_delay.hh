// When a message that could not be sent is tried again.
#pragma once
#include <algorithm>

#include "base/time.hh"

namespace doorward {

/// After the n-th try: a minute, doubled with each, at most six hours.
inline Span mail_delay_after(int tries) {
  constexpr std::chrono::minutes first{1}, longest{360};
  return std::min<Span>(first * (1 << std::clamp(tries - 1, 0, 10)), longest);
}

}  // namespace doorward
