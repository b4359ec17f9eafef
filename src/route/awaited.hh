// Series that somebody waits for.
#pragma once
#include "base/time.hh"
#include "port/metrics.hh"

namespace doorward::route {

/// They say 0 before it happens for the first time, since of a series that begins at 1 no increase is seen; and they
/// have their places before others fill the table. The first of a release who shares it does the work; the very first
/// notes that there are counts from now on, since those of one release stay for the next.
void claim_awaited(port::Metrics& metrics, Time now);

}  // namespace doorward::route
