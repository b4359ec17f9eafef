// Every kind of work has an advisory lock of its own, and all that removes rows has one together: several hosts share a
// round without meeting, and however many there are, one removes. The lock spares work; that nothing happens twice is
// decided by conditional updates. The kinds take turns: events are sealed while a million rows are being removed, and a
// round is over soon, however much is left.
#include "service/upkeep.hh"

#include <algorithm>

#include "base/log.hh"
#include "port/metrics.hh"
#include "port/rest.hh"
#include "service/parts.hh"
#include "service/row_counts.hh"
#include "service/upkeep_work.hh"
#include "store/advisory_lock.hh"

namespace doorward::service {
namespace {

using Steady = std::chrono::steady_clock;

/// What a database removes in less than a millisecond, half of which the disk takes: whoever comes next to a processor
/// or a lock hardly feels it. A multiple of eight, so that no row is left for a statement of its own (store/lots.hh).
constexpr int rows_at_once = 24;

/// Others go on for hours, perhaps: a failure that passes is over soon, one that stays is not logged in each round.
constexpr std::chrono::minutes next_try_after{1};

std::string full_name(const Config& config, std::string_view lock) {
  return "doorward:" + config.database.schema.substr(0, 32) + ":" + std::string(lock);
}

/// A host that lost its power, or a process that was stopped, has its locks for so long and no longer. Nobody who is
/// well is silent for so long: the longest pause is a mail server's, or that of a tenant's web site.
seconds silence_at_most(const Config& config) { return std::chrono::ceil<seconds>(longest_for_one_letter(config)); }

bool is_outage(const std::exception& trouble) {
  const auto* failure = dynamic_cast<const Failure*>(&trouble);
  return failure && failure->code() == Code::DEPENDENCY_DOWN;
}

/// False: no further kind is to be begun.
bool have_turn(const UpkeepWork& work, const store::AdvisoryLock& lock, const Pause& pause, Span turn, Upkept& kind) {
  const auto over = Steady::now() + turn;
  for (;;) {
    const auto begun = Steady::now();
    const Batch batch = work.next(rows_at_once);
    const auto took = std::chrono::duration_cast<Span>(Steady::now() - begun);
    kind.rows += batch.rows;
    ++kind.batches;
    kind.state = batch.more ? Upkeep::stopped : Upkeep::done;
    if (!pause(kind, took)) return false;
    if (!batch.more || Steady::now() >= over) return true;
    if (!lock.held()) return true;  // the connection was lost, and the lock with it
  }
}

bool any(const std::vector<Upkept>& kinds, Upkeep state) {
  return std::any_of(kinds.begin(), kinds.end(), [&](const Upkept& kind) { return kind.state == state; });
}

/// The ends of rounds of all kinds; of whole rounds alone, since strangers wake the postman.
class Notes {
 public:
  Notes(Ask& ask, store::PlatformDb& platform) : ask_(ask), platform_(platform) {}

  /// What another host is at is in good hands, and what is left has its next turn.
  void take(const std::vector<Upkept>& kinds) {
    constexpr std::chrono::minutes seldom{1};  // all live sessions are counted
    if (Steady::now() >= count_at_) {
      count_rows(ask_, platform_);
      count_at_ = Steady::now() + seldom;
    }
    if (!any(kinds, Upkeep::failed))
      ask_.world.metrics.set(port::Metric::upkeep_last_success_timestamp_seconds, std::uint64_t(to_unix(ask_.now)));
  }

 private:
  Ask& ask_;
  store::PlatformDb& platform_;
  Steady::time_point count_at_{};
};

/// However a turn ends, what it cost stands in the metrics.
struct Counting {
  World& world;
  ~Counting() { count_spent(world); }
};

/// One turn for each kind; what became of it is added to `kinds`. False: it was ended.
bool go_round(Ask& ask, store::PlatformDb& platform, const std::vector<UpkeepWork>& works, const Pause& pause,
              Span turn, std::vector<Upkept>& kinds) {
  for (std::size_t i = 0; i < works.size(); ++i) {
    if (i == kinds.size()) kinds.push_back({works[i].kind});
    Upkept& kind = kinds[i];
    if (kind.failed_at && ask.now - *kind.failed_at < next_try_after) continue;
    const Counting counting{ask.world};
    try {
      const store::AdvisoryLock lock(platform.mysql(), full_name(ask.world.config, works[i].lock), seconds(0),
                                     silence_at_most(ask.world.config));
      if (!lock.held())
        kind.state = Upkeep::elsewhere;
      else if (!have_turn(works[i], lock, pause, turn, kind))
        return false;
    } catch (const std::exception& trouble) {
      if (is_outage(trouble)) throw;
      log(Level::error, "a part of the upkeep failed", {{"kind", kind.kind}, {"why", trouble.what()}});
      kind.state = Upkeep::failed;
      kind.failed_at = ask.now;
    }
  }
  return true;
}

}  // namespace

std::string_view to_word(Upkeep state) {
  switch (state) {
    case Upkeep::done: return "done";
    case Upkeep::stopped: return "stopped";
    case Upkeep::elsewhere: return "another host is at it";
    case Upkeep::failed: return "failed";
  }
  return "";
}

std::vector<Upkept> keep_up(Ask& ask, store::PlatformDb& platform, const Pause& pause, const Share& share) {
  const Counting counting{ask.world};
  auto works = upkeep_works(ask, platform, share);
  if (!share.only.empty()) std::erase_if(works, [&](const UpkeepWork& work) { return work.kind != share.only; });
  if (!works.empty())
    std::rotate(works.begin(), works.begin() + std::ptrdiff_t(share.first % works.size()), works.end());
  Notes notes(ask, platform);
  std::vector<Upkept> kinds;
  while (go_round(ask, platform, works, pause, share.turn, kinds)) {
    if (share.only.empty()) notes.take(kinds);
    if (!any(kinds, Upkeep::stopped)) break;
    ask.now = ask.world.clock.now();
  }
  for (Upkept& kind : kinds)
    if (kind.failed_at) kind.state = Upkeep::failed;
  return kinds;
}

Span upkeep_late_after(const Config& config) {
  constexpr int rounds_missed = 3;
  constexpr Span at_least = std::chrono::minutes(15);
  return std::max(at_least, rounds_missed * config.upkeep.every);
}

Span rest_after(Span took, std::int64_t share) {
  constexpr std::chrono::milliseconds longest{200};
  return std::min<Span>(took * (100 - share) / share, longest);
}

Pause resting(const Config& config) {
  return [rest = port::Rest(), share = config.upkeep.share](const Upkept&, Span took) mutable {
    return rest(rest_after(took, share));
  };
}

std::vector<Upkept> run_upkeep(const Config& config, const Pause& pause, const Share& share) {
  port::Metrics metrics = port::Metrics::join(config.run.dir);
  Parts parts(config, metrics);
  World world = parts.world();
  const Time now = world.clock.now();
  Ask ask{world, now, "", "doorward upkeep", world.random.id(now).text()};
  return keep_up(ask, world.platform, pause, share);
}

}  // namespace doorward::service
