// How often something happened lately: a sliding window of two weighted buckets, in memcached, or in MySQL where
// memcached is not configured or does not answer. These counters may be lost; lock-out does not rest on them.
#pragma once
#include <string_view>

#include "store/database.hh"
#include "store/memory.hh"

namespace doorward::store {

struct Window {
  std::int64_t limit = 0;  // so many in any `length`, nearly
  Span length{};           // whole seconds
};

struct Counted {
  bool allowed = true;
  std::int64_t remaining = 0;  // further ones that would be allowed now
  seconds reset{0};            // until this bucket is over
  seconds retry_after{0};      // not allowed: when one more would be, if none came until then; at least 1
};

/// Counts one and says where that leads. `name`: what is counted and for whom, any bytes; tenants never share a
/// counter.
Counted count_one(Memory& memory, Database& database, TenantId tenant, std::string_view name, const Window& window,
                  Time now);

}  // namespace doorward::store
