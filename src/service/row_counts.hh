// What the upkeep counts in rows for whoever watches: nobody who asks for metrics waits for it.
#pragma once
#include "port/metrics.hh"
#include "service/world.hh"

namespace doorward::service {

/// Mail and sessions, of all tenants, into this host's gauges.
void count_rows(Ask& ask, store::PlatformDb& platform);

/// All that this host counted, but of rows nothing that was counted too long ago (upkeep_late_after): a host that does
/// no more rounds does not know how long the queue is now.
std::vector<port::Series> known_series(const Ask& ask);

}  // namespace doorward::service
