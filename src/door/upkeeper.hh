// The master's child for the upkeep: one at a time, every upkeep.every, after everybody else in the queue for the
// processor. Whether it lives matters to nobody: the next one goes on where it ended.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>

#include "base/config.hh"
#include "door/crew.hh"

namespace doorward::door {

class Upkeeper {
 public:
  /// `begin` forks the child and returns its pid. The first one is due after five seconds, or after `every` where that
  /// is less.
  explicit Upkeeper(std::function<pid_t()> begin) : begin_(std::move(begin)) {}

  /// Somebody waits: the next one is due at once, but no sooner than a second after the former began.
  void hurry(Steady::time_point now);
  /// Collects the former child and begins the next when it is due; `every` 0: never.
  void tend(Span every, Steady::time_point now);
  /// Ends the child after the batch at hand; after `deadline` it is killed.
  void dismiss(Steady::time_point deadline);
  void kill_late(Steady::time_point now);

  bool empty();
  /// When tend() or kill_late() has something to do next.
  Steady::time_point next_deed(Steady::time_point otherwise) const;

 private:
  std::function<pid_t()> begin_;
  pid_t child_ = 0;  // 0: none
  Steady::time_point begun_{};
  std::optional<Steady::time_point> due_, gone_by_;
};

/// What the child does; returns its exit code.
int keep_up(const Config& config);

}  // namespace doorward::door
