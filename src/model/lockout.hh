// How failed secret checks slow a name down and lock it.
#pragma once
#include "base/time.hh"

namespace doorward {

/// The settings lockout.*.
struct LockRule {
  int after = 5;  // so many checks that fail lock the name
  Span time{};    // for so long; a name untouched for so long starts anew
  Span delay{};   // the first delay
};

/// How long the next check has to wait after so many failures: nothing during the first half of the allowance (a
/// slip of the hand), then rule.delay, doubled with each further failure, at most rule.time.
Span delay_after(int failures, const LockRule& rule);

}  // namespace doorward
