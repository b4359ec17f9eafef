// Everything that an operator wants to see at once: processes, parts, keys, queues. For doorwardctl status.
#pragma once
#include "port/seats.hh"
#include "service/health.hh"
#include "service/key_rotation.hh"
#include "service/metrics.hh"
#include "service/pool_queues.hh"
#include "store/depths.hh"

namespace doorward::service {

struct Status {
  HealthState state = HealthState::healthy;
  std::vector<std::string> wrong{};  // what keeps it from being healthy
  std::string shared{};              // why the workers are not seen; empty: they are
  std::uint64_t generation = 0;      // 0: no master has run
  std::vector<port::Seated> workers{};
  SlotUse slots{};
  std::map<Pool, std::uint64_t> pool_queues{};
  int schema_known = 0;                   // by this program
  std::optional<store::Depths> depths{};  // nullopt: the database does not say
  std::optional<Time> upkept{};           // when a whole round of the upkeep last succeeded on this host
  std::optional<Time> counted_since{};    // since when it could have
  std::vector<KeyLine> keys{};
  std::string ring{};                           // of memcached.servers; empty: none
  std::optional<std::string> installed_ring{};  // what the installation says
  bool other_ring = false;                      // not ours
  std::vector<Part> parts{};
};

/// Degraded too where workers are missing or rings differ, a queue is long or the upkeep late. Never throws because a
/// part is away.
Status read_status(Ask& ask, port::MySql& platform);

}  // namespace doorward::service
