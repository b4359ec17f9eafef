// How much waits to be done in the background, and how far the schema is: for an operator's look.
#pragma once
#include "port/mysql.hh"

namespace doorward::store {

/// Queues are counted up to `deepest`, so that a look is cheap however long they are.
struct Depths {
  static constexpr std::int64_t deepest = 10000;
  std::int64_t schema = 0;               // version applied
  std::int64_t mail = 0, dead_mail = 0;  // messages not sent yet, and given up
  std::int64_t unsealed = 0;
};

/// With the platform's account. Throws Failure(DEPENDENCY_DOWN).
Depths read_depths(port::MySql& platform);
struct MailDepth {
  std::int64_t waiting = 0, dead = 0;
  std::optional<Time> first_written{};  // when the one that is due first was written
};
/// For the upkeep alone, as the next.
MailDepth count_mail(port::MySql& platform);
/// Sessions that have not ended. Reads one index, as long as the answer is large: for the upkeep alone.
std::int64_t count_live_sessions(port::MySql& platform, Time now);

}  // namespace doorward::store
