#include "door/crew.hh"

#include <sys/wait.h>

#include <algorithm>
#include <csignal>

#include "base/log.hh"
#include "port/seats.hh"

namespace doorward::door {
namespace {

constexpr std::chrono::seconds young{2}, longest_delay{10};
constexpr std::chrono::milliseconds first_delay{100};

}  // namespace

std::int64_t Crew::count(Pool pool) const {
  return std::count_if(children_.begin(), children_.end(),
                       [pool](const Child& child) { return child.pool == pool && !child.gone_by; });
}

void Crew::fill(Pool pool, std::int64_t wanted, Steady::time_point now) {
  if (now < delay_of(pool).until) return;
  delay_of(pool).until = {};
  for (auto have = count(pool); have < wanted; ++have) {
    const pid_t pid = begin_(pool);
    if (pid < 0) {
      log(Level::error, "a worker cannot be forked", {{"pool", to_word(pool)}});
      delay_of(pool).until = now + first_delay;
      return;
    }
    children_.push_back({pid, pool, now, std::nullopt});
  }
}

void Crew::note_death(const Child& child, int status, Steady::time_point now) {
  if (child.gone_by) return;
  auto& delay = delay_of(child.pool);
  delay.young_deaths = now - child.began < young ? delay.young_deaths + 1 : 0;
  // The first to die young is replaced at once: a single fault must not cost a pause.
  if (delay.young_deaths > 1) {
    const auto doubled = first_delay * (1 << std::min(delay.young_deaths - 2, 7));
    delay.until = now + std::min<Steady::duration>(doubled, longest_delay);
  }
  metrics_.count(port::Metric::worker_restarts_total, {to_word(child.pool)});
  log(Level::warning, "a worker ended",
      {{"pool", to_word(child.pool)},
       {"pid", std::int64_t(child.pid)},
       {WIFSIGNALED(status) ? "signal" : "exit",
        std::int64_t(WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status))}});
}

void Crew::bury(Steady::time_point now) {
  int status = 0;
  for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
    const auto dead = std::find_if(children_.begin(), children_.end(), [pid](const Child& c) { return c.pid == pid; });
    if (dead == children_.end()) continue;
    port::clear_seat(metrics_.table(), pid);
    note_death(*dead, status, now);
    children_.erase(dead);
  }
}

void Crew::dismiss(Child& child, int signal, Steady::time_point deadline) {
  child.gone_by = std::min(child.gone_by.value_or(deadline), deadline);
  ::kill(child.pid, signal);
}

void Crew::dismiss(int signal, Steady::time_point deadline) {
  for (auto& child : children_) dismiss(child, signal, deadline);
  delays_ = {};  // those who follow are others
}

bool Crew::replace(Pool pool, Steady::time_point begun_before, Steady::time_point deadline) {
  bool any = false;
  for (auto& child : children_) {
    if (child.pool != pool || child.gone_by || child.began >= begun_before) continue;
    dismiss(child, SIGTERM, deadline);
    any = true;
  }
  return any;
}

void Crew::kill_late(Steady::time_point now) {
  for (const auto& child : children_) {
    if (!child.gone_by || now < *child.gone_by) continue;
    log(Level::warning, "a worker did not end in time", {{"pid", std::int64_t(child.pid)}});
    ::kill(child.pid, SIGKILL);
  }
}

Steady::time_point Crew::next_deed(Steady::time_point otherwise) const {
  const auto now = Steady::now();
  for (const auto& child : children_)
    if (child.gone_by) otherwise = std::min(otherwise, std::max(*child.gone_by, now + first_delay));
  for (const auto& delay : delays_)
    if (delay.until != Steady::time_point{}) otherwise = std::min(otherwise, delay.until);
  return otherwise;
}

}  // namespace doorward::door
