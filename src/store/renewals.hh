// Records of memory that are in use and grow old: read again before they are too old, many by one statement and between
// requests, so that no request waits for it.
#pragma once
#include <chrono>
#include <deque>
#include <map>
#include <string>

#include "store/in_use.hh"
#include "store/last_uses.hh"
#include "store/memory.hh"

namespace doorward::store {

/// One lot of them, facts_at_once at most, whatever their tenants. The steps stand apart so that a test can put
/// another worker between any two.
class Renewal {
 public:
  /// `now` is a moment before all of it.
  explicit Renewal(Time now) : now_(now) {}
  /// Adds those that nobody has renewed yet, and that are still there.
  void look(Memory& memory, SessionsInUse sessions);
  std::size_t size() const { return wanted_.size(); }
  std::size_t tenants() const;
  void read(Database& database);  // one SELECT
  void keep(Memory& memory);      // only where nobody has written since the look

  /// Uses of cookies that are to be written. The records say so already.
  void note_uses(LastUses& uses) const;

 private:
  Time now_;
  SessionsInUse sessions_;                  // that were looked at
  std::map<std::string, SessionId> whose_;  // by key
  std::vector<Looked> looked_;              // what is ageing
  std::map<SessionId, TenantId> wanted_;    // whose that is
  std::map<SessionId, Facts> found_;
  std::map<TenantId, const Facts*> tenants_;  // of any of its sessions
  std::vector<SessionId> used_;
};

class Renewals {
 public:
  using Steady = std::chrono::steady_clock;
  /// `trust`: for how long a record is believed. Who is noted waits for a third of it, to be read with others, but no
  /// longer than until its record is eight tenths old. At most `most` wait; from half as many on the next do not.
  /// `tenants`: how many in a lot where each takes statements of its own.
  Renewals(Span trust, std::size_t most, std::size_t tenants = facts_at_once);

  void note(SessionId session, const InUse& use);
  bool empty() const { return queue_.empty(); }
  /// When the next are to be read; only where there are any.
  Steady::time_point due_at() const;
  /// One lot, so that nobody waits long; only where there are any. Where the turn of many has come `random` decides
  /// which of them, so that two who read seldom read the same. What fails is logged, and when the database is away
  /// nothing is renewed for a while.
  void renew_some(Database& database, Memory& memory, LastUses& uses, port::Random& random, Time now) noexcept;

 private:
  struct Turn {
    SessionId session;
    Steady::time_point due_at;
  };
  using Queue = std::deque<Turn>;
  bool many() const { return queue_.size() > most_ / 2; }
  std::size_t count_due() const;
  Renewal gather(Memory& memory, port::Random& random, std::size_t most_tenants, Time now);
  SessionsInUse take(std::size_t from, std::size_t most, std::size_t most_tenants);

  Span patience_, latest_;
  std::size_t most_, most_tenants_;
  SessionsInUse noted_;
  Queue queue_;  // of the same, in their turn
  Steady::time_point not_before_{};
};

}  // namespace doorward::store
