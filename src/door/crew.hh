// The children of a master: who they are, when the next may begin, who must be gone by when.
#pragma once
#include <sys/types.h>

#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "door/socket.hh"
#include "port/metrics.hh"

namespace doorward::door {

using Steady = std::chrono::steady_clock;

class Crew {
 public:
  /// `begin` forks a child of that pool and returns its pid.
  Crew(std::function<pid_t(Pool)> begin, port::Metrics& metrics) : begin_(std::move(begin)), metrics_(metrics) {}

  /// Begins what is missing of `wanted` children, as far as the pool's delay allows.
  void fill(Pool pool, std::int64_t wanted, Steady::time_point now);
  /// Collects the dead (waitpid(2)).
  void bury(Steady::time_point now);
  /// Sends every child `signal`; from now on they do not count, and after `deadline` they are killed.
  void dismiss(int signal, Steady::time_point deadline);
  /// The same, by SIGTERM, to those of one pool that began before `begun_before`. Were there any?
  bool replace(Pool pool, Steady::time_point begun_before, Steady::time_point deadline);
  void kill_late(Steady::time_point now);

  bool empty() const { return children_.empty(); }
  /// When fill() or kill_late() has something to do next; perhaps a moment that has gone by since they were called.
  Steady::time_point next_deed(Steady::time_point otherwise) const;

 private:
  struct Child {
    pid_t pid;
    Pool pool;
    Steady::time_point began;
    std::optional<Steady::time_point> gone_by;  // dismissed
  };
  struct Delay {
    int young_deaths = 0;
    Steady::time_point until{};  // until fill() has passed it
  };
  static void dismiss(Child& child, int signal, Steady::time_point deadline);
  std::int64_t count(Pool pool) const;
  void note_death(const Child& child, int status, Steady::time_point now);
  Delay& delay_of(Pool pool) { return delays_[std::size_t(pool)]; }

  std::function<pid_t(Pool)> begin_;
  port::Metrics& metrics_;
  std::vector<Child> children_;
  std::array<Delay, all_pools.size()> delays_;
};

}  // namespace doorward::door
