// The parts of one process, made from its settings: what a World points to.
#pragma once
#include "port/metrics.hh"
#include "service/house_clock.hh"
#include "service/keyring.hh"
#include "service/outset.hh"
#include "service/world.hh"

namespace doorward::service {

/// How many passwords are hashed at once on this host: the setting, or by the number of cores.
int hash_slots(const Config& config);
/// How many processes of this host read sessions again for its workers: none where nothing is remembered.
int renewers(const Config& config);

class Parts {
 public:
  /// Reads the master key (throws Failure when it is missing, readable by others or malformed). The database
  /// and memcached are connected at the first question. Both arguments outlive it.
  Parts(const Config& config, port::Metrics& metrics);
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  World world();
  /// For a process that answers one request: what it would ask the database first, memory is asked for before.
  Outset& outset();

 private:
  const Config& config_;
  port::SystemClock own_clock_;
  port::SystemRandom random_;
  KeyRing keys_;
  store::Database database_;
  store::PlatformDb platform_;
  HouseClock clock_;
  store::Memory memory_;
  port::HashSlots slots_;
  port::Metrics& metrics_;
  Outset outset_{config_, memory_, keys_, database_, own_clock_};
};

}  // namespace doorward::service
