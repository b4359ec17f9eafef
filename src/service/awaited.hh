// Series that somebody waits for.
#pragma once
#include "port/metrics.hh"

namespace doorward::service {

/// They say 0 before it happens for the first time, since of a series that begins at 1 no increase is seen; and they
/// have their places before others fill the table. The first of all who share it does the work.
void claim_awaited(port::Metrics& metrics);

}  // namespace doorward::service
