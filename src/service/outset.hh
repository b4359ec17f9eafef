// What each process asks of the database first, remembered by memcached for programs that live for one request: the
// keys that verify, and what the database said of its time. With the records of a check there, such a program opens no
// connection.
#pragma once
#include <optional>

#include "port/clock.hh"
#include "service/keyring.hh"
#include "store/memory.hh"

namespace doorward::service {

/// A record like those of sessions (store/memory): it proves itself, and is believed for memcached.trust. It holds
/// nothing that is ever revoked, so no tombstone is written over it. Each host has its own since it was started: what
/// the database said counts by the steady clock, which no setting of the time moves and no other host shares. Another
/// installation behind the same memcached, and a release that knows another schema, have another one too.
class Outset {
 public:
  /// All of them outlive it; `own` is this host's clock.
  Outset(const Config& config, store::Memory& memory, KeyRing& keys, store::Database& database, const port::Clock& own)
      : config_(config), memory_(memory), keys_(keys), database_(database), own_(own) {}

  /// Asks memory, once. What stands there `keys` and `database` know from then on.
  void recall();
  /// Behind the answer: what the database said instead, for the next program.
  void keep();

 private:
  std::string key();
  bool take(const std::string& facts);

  const Config& config_;
  store::Memory& memory_;
  KeyRing& keys_;
  store::Database& database_;
  const port::Clock& own_;
  std::optional<store::Looked> looked_;
};

}  // namespace doorward::service
