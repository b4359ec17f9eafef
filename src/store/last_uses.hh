// When session cookies were last used, still to be written: together and after the answers, since each write of its own
// would make a request wait for the disk. What is lost with a worker only ends a session a little sooner.
#pragma once
#include <chrono>
#include <map>
#include <vector>

#include "store/database.hh"

namespace doorward::store {

/// A session's last use is written at most once in this time.
constexpr seconds last_use_every{60};

class LastUses {
 public:
  using Steady = std::chrono::steady_clock;
  /// How long a use waits for others to be written with.
  static constexpr std::chrono::milliseconds patience{1000};

  void note(TenantId tenant, SessionId session, Time used_at);
  bool empty() const { return count_ == 0; }
  /// When they are to be written; only where there are any. At once when they are many.
  Steady::time_point due_at() const;
  /// One statement for each tenant, and 64 sessions; nothing is left to be written. What fails is logged, for nobody
  /// hangs on it.
  void write(Database& database) noexcept;

 private:
  struct Used {
    Time first_at;
    std::vector<SessionId> sessions;
  };
  std::map<TenantId, Used> used_;
  std::size_t count_ = 0;
  Steady::time_point since_{};
};

}  // namespace doorward::store
