#include "service/parts.hh"

#include <unistd.h>

#include <algorithm>

namespace doorward::service {
namespace {

KeyRing opened(const Config& config) {
  auto ring = KeyRing::open(config);
  if (!ring) {
    const auto& fields = ring.error().fields;
    throw Failure("master key: " + (fields.empty() ? ring.error().detail : fields[0].field + " " + fields[0].message));
  }
  return std::move(*ring);
}

}  // namespace

int hash_slots(const Config& config) {
  if (config.password.hash_slots > 0) return int(config.password.hash_slots);
  return int(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN) - 1));
}

int renewers(const Config& config) { return config.memcached.servers.empty() ? 0 : 1; }

Parts::Parts(const Config& config, port::Metrics& metrics)
    : config_(config),
      keys_(opened(config)),
      database_(config),
      platform_(config),
      clock_(own_clock_, database_),
      memory_(
          port::Memcached(config.memcached.servers, config.memcached.timeout),
          [this] { return keys_.sub_key("memory-record"); }, config.memcached.trust, random_),
      slots_(config.run.dir, hash_slots(config), int(config.password.hash_queue), config.password.hash_wait),
      metrics_(metrics) {
  database_.expect([this] { return keys_.checks().front(); });
}

World Parts::world() { return {config_, clock_, random_, database_, memory_, slots_, keys_, metrics_, platform_}; }

Outset& Parts::outset() {
  clock_.look_first([this] { outset_.recall(); });
  return outset_;
}

}  // namespace doorward::service
