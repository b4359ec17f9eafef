// What the walls of this process have cost so far. One request's part is the difference of two readings.
#pragma once
#include "service/world.hh"

namespace doorward::service {

struct Spent {
  port::Meter database, memcached, hash_wait, hash;
  Spent operator-(const Spent& before) const {
    return {database - before.database, memcached - before.memcached, hash_wait - before.hash_wait, hash - before.hash};
  }
};

inline Spent spent_so_far(const World& world) {
  return {world.database.mysql().meter(), world.memory.memcached().meter(), world.slots.waiting(),
          world.slots.hashing()};
}

}  // namespace doorward::service
