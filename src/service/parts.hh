// The parts of one process, made from its settings: what a World points to.
#pragma once
#include "service/house_clock.hh"
#include "service/keyring.hh"
#include "service/world.hh"

namespace doorward::service {

class Parts {
 public:
  /// Reads the master key (throws Failure when it is missing, readable by others or malformed). The database
  /// and memcached are connected at the first question.
  explicit Parts(const Config& config);
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  World world();

 private:
  const Config& config_;
  port::SystemClock own_clock_;
  port::SystemRandom random_;
  KeyRing keys_;
  store::Database database_;
  HouseClock clock_;
  store::Memory memory_;
  port::HashSlots slots_;
};

}  // namespace doorward::service
