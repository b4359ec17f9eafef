// What memcached remembers of sessions, users and tenants. Every record proves itself; absence proves
// nothing (INVARIANTS I3, I4).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/secret.hh"
#include "model/visitor.hh"
#include "port/memcached.hh"
#include "port/random.hh"

namespace doorward::store {

enum class Trust { valid, tombstone, missing, broken };

/// Which records a credential needs, at most three.
struct MemoryKeys {
  std::string session, user, tenant;  // user empty for session cookies: their session record holds the user too
};

class Memory {
 public:
  /// `mac_key` is derived from the master key; `trust` is memcached.trust.
  Memory(port::Memcached memcached, Secret mac_key, Span trust, port::Random& random);
  // owner of this file adds the questions: one multi-get, filling by lease, tombstones, blacklist marks
  port::Memcached& memcached() { return memcached_; }

 private:
  port::Memcached memcached_;
  Secret mac_key_;
  Span trust_;
  port::Random& random_;
};

}  // namespace doorward::store
