// The kinds of work of one round, each as a function that does the next batch.
#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "service/world.hh"

namespace doorward::service {

struct Batch {
  std::int64_t rows = 0;
  bool more = false;  // something may be left
};

struct UpkeepWork {
  std::string_view kind;
  std::function<Batch(int limit)> next;  // at most so many rows, in one transaction
};

/// In their order. They hold on to `ask` and `platform`.
std::vector<UpkeepWork> upkeep_works(Ask& ask, store::PlatformDb& platform);

}  // namespace doorward::service
