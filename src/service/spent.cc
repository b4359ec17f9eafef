#include "service/spent.hh"

#include "port/metrics.hh"
#include "service/world.hh"

namespace doorward::service {
namespace {

using port::Metric;

void count_wall(port::Metrics& metrics, const port::Meter& spent, Metric calls, Metric failures, Metric time) {
  if (spent.calls == 0) return;
  metrics.count(calls, {}, spent.calls);
  metrics.count(failures, {}, spent.failures);
  metrics.time(time, {}, spent.time);
}

void count_walls(port::Metrics& metrics, const Spent& spent) {
  count_wall(metrics, spent.database, Metric::database_statements_total, Metric::database_failures_total,
             Metric::database_seconds_total);
  metrics.count(Metric::database_conflicts_total, {}, spent.database.conflicts);
  count_wall(metrics, spent.memcached, Metric::memcached_questions_total, Metric::memcached_failures_total,
             Metric::memcached_seconds_total);
  metrics.count(Metric::hash_refused_total, {}, spent.hash_wait.failures);
  metrics.time(Metric::hash_wait_seconds_total, {}, spent.hash_wait.time);
  metrics.count(Metric::hashes_total, {}, spent.hash.calls);
  metrics.time(Metric::hash_seconds_total, {}, spent.hash.time);
  if (spent.hash.failures > 0) metrics.count(Metric::hash_timeouts_total, {}, spent.hash.failures);
}

void count_memory(World& world) {
  const auto judged = world.memory.take_judgements();
  for (std::size_t i = 0; i < judged.size(); ++i) {
    if (judged[i] == 0) continue;
    const auto judgement = store::Judgement(i);
    const bool disbelief = is_disbelief(judgement);
    world.metrics.count(Metric::memory_lookups_total, {disbelief ? "disbelieved" : to_word(judgement)}, judged[i]);
    if (disbelief) world.metrics.count(Metric::memory_disbelief_total, {to_word(judgement)}, judged[i]);
  }
}

}  // namespace

Spent spent_so_far(const World& world) {
  return {world.database.mysql().meter() + world.platform.mysql().meter(), world.memory.memcached().meter(),
          world.slots.waiting(), world.slots.hashing()};
}

void count_spent(World& world) {
  const Spent all = spent_so_far(world);
  count_walls(world.metrics, all - world.counted);
  world.counted = all;
  count_memory(world);
}

}  // namespace doorward::service
