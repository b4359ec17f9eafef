// What the walls of this process have cost so far. One request's part is the difference of two readings.
#pragma once
#include "port/meter.hh"

namespace doorward::service {

struct World;

/// database: on the worker's own connection and on the platform's.
struct Spent {
  port::Meter database, memcached, hash_wait, hash;
  Spent operator-(const Spent& before) const {
    return {database - before.database, memcached - before.memcached, hash_wait - before.hash_wait, hash - before.hash};
  }
};

Spent spent_so_far(const World& world);

/// Adds to the metrics what was spent, and what memory was believed, since it was last called: after each answer, each
/// turn of the upkeep, and what a worker does between requests.
void count_spent(World& world);

}  // namespace doorward::service
