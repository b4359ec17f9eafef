// A child of the master that hashes passwords for the workers, one at a time.
#pragma once
#include <vector>

#include "port/metrics.hh"

namespace doorward::door {

/// Until SIGTERM or SIGQUIT, which wait for the hash at hand. As many children as there are hash slots stand at the
/// same sockets: whoever holds a slot finds one that is free. Returns the exit code of the process.
int hash_for_others(const std::vector<int>& listeners, port::Metrics& metrics);

}  // namespace doorward::door
