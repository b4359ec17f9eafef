// The growing delay.
#include "model/lockout.hh"

#include <algorithm>

namespace doorward {

Span delay_after(int failures, const LockRule& rule) {
  const int free = (rule.after + 1) / 2;
  if (failures < free) return Span::zero();
  Span delay = rule.delay;
  for (int doubled = failures - free; doubled > 0 && delay > Span::zero() && delay < rule.time; --doubled) delay *= 2;
  return std::min(delay, rule.time);
}

}  // namespace doorward
