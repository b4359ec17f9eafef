// What was counted, and what is so at this moment, for whoever watches.
#pragma once
#include <string>
#include <vector>

#include "port/metrics.hh"
#include "service/world.hh"

namespace doorward::service {

struct SlotUse {
  int total = 0, in_use = 0, waiting = 0;
};
/// The hash slots of this host, and who waits for one.
SlotUse slot_use(const Config& config);

/// Hash slots, workers and who waits for them: what this host's processes say, without the database.
std::vector<port::Series> host_gauges(const Config& config, const port::Metrics& metrics);

/// Prometheus' text format 0.0.4 of all series, with HELP and TYPE, in the order of metrics.def.
std::string metrics_text(std::vector<port::Series> series);

/// All of it. Costs at most one question to each memcached server, and one statement a minute for the keys.
std::string all_metrics(Ask& ask);

}  // namespace doorward::service
