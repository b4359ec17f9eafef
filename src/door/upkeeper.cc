#include "door/upkeeper.hh"

#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>

#include "base/log.hh"
#include "service/upkeep.hh"

namespace doorward::door {
namespace {

/// What was left undone while nobody was here waits no longer for the first round.
constexpr std::chrono::seconds soon{5};

}  // namespace

bool Upkeeper::empty() {
  // The crew may have collected it among its own: then there is no such child any more.
  if (child_ != 0 && ::waitpid(child_, nullptr, WNOHANG) != 0) {
    child_ = 0;
    gone_by_.reset();
  }
  return child_ == 0;
}

void Upkeeper::tend(Span every, Steady::time_point now) {
  if (every == Span::zero()) {
    due_.reset();
    return;
  }
  due_ = std::min(due_.value_or(now + soon), now + every);
  if (now < *due_ || !empty()) return;
  due_ = now + every;
  begun_ = now;
  child_ = std::max(begin_(), pid_t(0));
}

void Upkeeper::hurry(Steady::time_point now) {
  if (due_) due_ = std::min(*due_, std::max(now, begun_ + std::chrono::seconds(1)));
}

void Upkeeper::dismiss(Steady::time_point deadline) {
  if (empty()) return;
  gone_by_ = deadline;
  ::kill(child_, SIGTERM);
}

void Upkeeper::kill_late(Steady::time_point now) {
  if (!empty() && gone_by_ && now >= *gone_by_) ::kill(child_, SIGKILL);
}

Steady::time_point Upkeeper::next_deed(Steady::time_point otherwise) const {
  if (child_ != 0) return gone_by_ ? std::min(otherwise, *gone_by_) : otherwise;  // its end is a signal
  return due_ ? std::min(otherwise, *due_) : otherwise;
}

int keep_up(const Config& config) {
  constexpr int last_of_all = 19;
  ::setpriority(PRIO_PROCESS, 0, last_of_all);
  for (const auto& kind : service::run_upkeep(config, service::resting(config)))
    if (kind.rows > 0)
      log(Level::info, "upkeep", {{"kind", kind.kind}, {"rows", kind.rows}, {"batches", kind.batches}});
  return 0;
}

}  // namespace doorward::door
