// The kinds of work of one round, each as a function that does the next batch.
#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "service/upkeep.hh"

namespace doorward::service {

struct UpkeepWork {
  std::string_view kind;
  std::function<Batch(int limit)> next;  // at most so many rows, in one transaction
  std::string_view lock;                 // whoever is at it holds this one: its own, or that of all that removes
};

/// In their order. They hold on to all three. What the means are missing for is not there.
std::vector<UpkeepWork> upkeep_works(Ask& ask, store::PlatformDb& platform, const Share& share);

}  // namespace doorward::service
