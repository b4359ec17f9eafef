// Records of memory that are in use and grow old: read again before they are too old, many by one statement and between
// requests, so that no request waits for it.
#pragma once
#include <chrono>
#include <deque>
#include <map>
#include <string>

#include "store/facts.hh"
#include "store/last_uses.hh"
#include "store/memory.hh"

namespace doorward::store {

/// Sessions whose records were found ageing, and when they were used.
struct InUse {
  Wanted wanted;
  Time at;
};
using SessionsInUse = std::map<SessionId, InUse>;

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
  /// A tenth of the time for which a record is believed (`trust`) is spent on waiting for others to be read with. So it
  /// is read again at half of that time, or a tenth before its end: in time for whoever comes before that.
  explicit Renewals(Span trust) : patience_(trust / 10) {}

  void note(const Wanted& wanted, SessionId session, Time used_at);
  bool empty() const { return queue_.empty(); }
  /// When the next are to be read; only where there are any.
  Steady::time_point due_at() const { return queue_.front().due_at; }
  /// One lot, so that nobody waits long; only where there are any. Where the turn of many has come `random` decides
  /// which of them, so that two workers seldom read the same. What fails is logged; for a while then nothing is
  /// renewed.
  void renew_some(Database& database, Memory& memory, LastUses& uses, port::Random& random, Time now) noexcept;

 private:
  struct Turn {
    SessionId session;
    Steady::time_point due_at;
  };
  using Queue = std::deque<Turn>;
  std::size_t count_due() const;
  Renewal gather(Memory& memory, port::Random& random, std::size_t most_tenants, Time now);
  SessionsInUse take(std::size_t from, std::size_t most, std::size_t most_tenants);

  Span patience_;
  SessionsInUse noted_;
  Queue queue_;  // of the same
  Steady::time_point not_before_{};
};

}  // namespace doorward::store
