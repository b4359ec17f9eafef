#include "service/status.hh"

#include <algorithm>

#include "base/log.hh"
#include "service/parts.hh"
#include "service/upkeep.hh"
#include "store/migrations.hh"
#include "store/ring.hh"

namespace doorward::service {
namespace {

/// A queue that is longer than this is not being worked off.
constexpr std::int64_t long_queue = 1000;

void read_database(Ask& ask, port::MySql& platform, Status& status) {
  try {
    status.depths = store::read_depths(platform);
    status.keys = list_keys(ask.world.config, platform, ask.now);
    if (const auto ring = store::read_ring(ask.world.database)) status.installed_ring = ring->fingerprint;
  } catch (const Failure& failure) {
    log(Level::warning, "the database does not say how it is", {{"why", failure.what()}});
  }
}

std::optional<Time> maybe_time(std::uint64_t unix_time) {
  if (unix_time == 0) return std::nullopt;
  return from_unix(std::int64_t(unix_time));
}

/// From what all processes of this host share.
void read_shared(const port::Metrics& metrics, Status& status) {
  for (const auto& series : metrics.read()) {
    const auto value = series.values[0];
    if (series.metric == port::Metric::generation) status.generation = value;
    if (series.metric == port::Metric::upkeep_last_success_timestamp_seconds) status.upkept = maybe_time(value);
    if (series.metric == port::Metric::counted_since_timestamp_seconds) status.counted_since = maybe_time(value);
  }
}

void judge(const Config& config, Time now, Status& status) {
  const auto degraded = [&](bool bad, const char* why) {
    if (!bad) return;
    status.state = std::max(status.state, HealthState::degraded);
    status.wrong.emplace_back(why);
  };
  for (const auto& part : status.parts)
    if (!part.healthy) status.wrong.push_back(part.name);
  const auto lacks = [&](Pool pool, std::int64_t wanted) {
    return std::count_if(status.workers.begin(), status.workers.end(),
                         [&](const auto& one) { return one.pool == pool; }) < wanted;
  };
  const bool master = status.generation > 0;
  degraded(master && (lacks(Pool::gate, config.run.gate_workers) || lacks(Pool::app, config.run.app_workers) ||
                      lacks(Pool::hash, hash_slots(config)) || lacks(Pool::renew, renewers(config))),
           "workers are missing");
  degraded(status.other_ring, "memcached.servers is another ring than the installation's");
  const auto waits_since = status.upkept ? status.upkept : status.counted_since;
  degraded(waits_since && now - *waits_since > upkeep_late_after(config), "the upkeep is late");
  if (!status.depths) return;
  degraded(status.depths->schema < status.schema_known, "the schema is older than this program");
  degraded(status.depths->mail > long_queue, "mail waits");
  degraded(status.depths->unsealed > long_queue, "events wait to be sealed");
}

}  // namespace

Status read_status(Ask& ask, port::MySql& platform) {
  auto& world = ask.world;
  Status status;
  auto health = look_at_health(ask, Told::watcher);
  status.state = health.state;
  status.parts = std::move(health.parts);
  status.shared = world.metrics.table().why();
  status.workers = port::seated(world.metrics.table());
  status.slots = slot_use(world.config);
  status.pool_queues = pool_queues(world.config);
  read_shared(world.metrics, status);
  status.schema_known = store::newest_migration();
  if (world.memory.memcached().configured()) status.ring = world.memory.memcached().ring();
  read_database(ask, platform, status);
  status.other_ring = status.installed_ring && *status.installed_ring != world.memory.memcached().ring();
  judge(world.config, ask.now, status);
  return status;
}

}  // namespace doorward::service
