// A lock by name on the database server (GET_LOCK), held by a connection. Galera does not carry it to other nodes: it
// spares work, and what must not happen twice is decided by rows.
#pragma once
#include <optional>
#include <string>

#include "port/mysql.hh"

namespace doorward::store {

class AdvisoryLock {
 public:
  /// `name`: at most 64 characters. Waits at most this long. `silence`: the server ends a connection on which nothing
  /// is asked for so long, and the lock with it, as from a host that lost its power; else hours later.
  AdvisoryLock(port::MySql& mysql, std::string name, seconds longest = seconds(0), std::optional<seconds> silence = {});
  AdvisoryLock(const AdvisoryLock&) = delete;
  AdvisoryLock& operator=(const AdvisoryLock&) = delete;
  ~AdvisoryLock();

  /// False: somebody else has it, or the connection that had it was lost.
  bool held() const { return connection_ != 0 && connection_ == mysql_.connection(); }

 private:
  port::MySql& mysql_;
  std::string name_;
  std::uint64_t connection_ = 0;
};

}  // namespace doorward::store
