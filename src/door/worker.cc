#include "door/worker.hh"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/log.hh"
#include "base/log_hold.hh"
#include "door/conversation.hh"
#include "door/signals.hh"
#include "port/clock.hh"
#include "port/seats.hh"
#include "route/awaited.hh"
#include "service/between_requests.hh"
#include "service/parts.hh"

namespace doorward::door {
namespace {

using Steady = std::chrono::steady_clock;

/// How long a worker leaves the sockets alone when it can have no further descriptor.
constexpr std::chrono::milliseconds out_of_descriptors{100};

/// Connections that peers keep with one worker; beyond it the one that was idle longest is closed.
constexpr std::size_t most_kept = 64;

/// How many newcomers follow each other before all descriptors are looked at again.
constexpr int most_in_a_row = 8;

/// How many checks of kept connections ask memcached together.
constexpr std::size_t most_together = 16;

/// Who found the socket's path just before it was taken away is connected within this time.
constexpr std::chrono::milliseconds last_comers{20};

/// Draining: who waits at the sockets is still served. Leaving: only who has a connection of ours and has spoken.
enum class Stage { serving, draining, leaving };

class Worker {
 public:
  Worker(const Config& config, const Post& post, const DoorRules& rules, port::Metrics& metrics)
      : config_(config),
        post_(post),
        parts_(config, metrics),
        world_(parts_.world()),
        desk_{world_, rules, post.gate_only},
        seat_(metrics.table(), post.gate_only ? Pool::gate : Pool::app) {
    for (std::size_t i = 0; i < (post.gate_only ? most_together : 1); ++i)
      talks_.push_back(std::make_unique<Conversation>(desk_, config.run.peer_timeout));
    if (post.in_use) service::leave_renewals_to(world_, [&post](auto line) { return post.in_use->put(line); });
    for (int fd : post.listeners) {
      tcp_.push_back(is_tcp(fd));
      ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);  // descriptor 0 comes as it was made
    }
  }

  void run() {
    if (post_.gate_only) log_hold(true);
    while (auto peer = next()) {
      std::size_t together = 0;
      talks_[together++]->attend(std::move(*peer));
      while (!spoken_.empty() && together < talks_.size()) talks_[together++]->attend(take_spoken_one());
      serve(together);
    }
    service::tidy_up_at_last(world_);
  }

 private:
  /// Checks that have come together ask memcached together, and are answered one by one; whoever is still speaking is
  /// waited for behind them.
  void serve(std::size_t together) {
    world_.memory.expect_nothing();
    const auto begin = talks_.begin(), end = begin + std::ptrdiff_t(together);
    if (together > 1) std::stable_partition(begin, end, [](auto& talk) { return talk->foresee(); });
    for (std::size_t i = 0; i < together; ++i) {
      seat_.busy();
      if (talks_[i]->converse()) tell_master();
      keep(talks_[i]->release());
      seat_.idle();
    }
  }

  /// It sends somebody for the mail. A master that died is nobody's business any more.
  void tell_master() const {
    if (post_.crew && ::getppid() == master_) ::kill(master_, SIGUSR2);
  }

  /// Waits for a connection whose request is there, or coming; nullopt: leave. One look at the descriptors serves a
  /// round: one newcomer, then each of the kept ones that have spoken. So nobody starves.
  std::optional<port::FastcgiPeer> next() {
    for (;;) {
      service::tidy_up(world_);
      if (!spoken_.empty()) return take_spoken_one();
      if (auto follower = take_follower()) return follower;
      log_release();
      list_waits();
      const bool ahead = std::any_of(kept_.begin(), kept_.end(), [](const auto& peer) { return peer.ahead(); });
      const bool ready = ::poll(waits_.data(), waits_.size(), ahead ? 0 : rest()) > 0 || ahead;
      if (waits_[0].revents != 0) hear(signals_.next());
      if (stage_ != Stage::serving && (!ready || Steady::now() > leaves_by_)) return std::nullopt;
      const auto listeners = waits_.begin() + 1 + std::ptrdiff_t(kept_.size());
      take_spoken();
      if (auto newcomer = take_newcomer({listeners, waits_.end()})) return newcomer;
    }
  }

  /// Signals, the kept connections in their order, the listening sockets.
  void list_waits() {
    waits_ = {{signals_.fd(), POLLIN, 0}};
    for (const auto& peer : kept_) waits_.push_back({peer.connection(), POLLIN, 0});
    if (stage_ != Stage::leaving)
      for (int fd : post_.listeners) waits_.push_back({fd, POLLIN, 0});
  }

  void take_spoken() {
    auto silent = kept_.begin();
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      if (waits_[i + 1].revents != 0 || kept_[i].ahead())
        spoken_.push_back(std::move(kept_[i]));
      else
        *silent++ = std::move(kept_[i]);
    }
    kept_.erase(silent, kept_.end());
  }

  port::FastcgiPeer take_spoken_one() {
    auto peer = std::move(spoken_.front());
    spoken_.pop_front();
    return peer;
  }

  /// Another worker may have been quicker. Whoever comes by TCP may be anybody of this host: such a peer waits among
  /// the kept ones until it speaks, so that silence holds nobody.
  std::optional<port::FastcgiPeer> take_newcomer(std::span<const pollfd> listeners) {
    ++round_;
    for (std::size_t i = 0; i < listeners.size(); ++i) {
      const std::size_t at = (round_ + i) % listeners.size();
      if (listeners[at].revents == 0) continue;
      if (auto newcomer = accept_from(at)) {
        came_by_ = at;
        in_a_row_ = 1;
        return newcomer;
      }
    }
    return std::nullopt;
  }

  /// Under load another one waits where the last came from: taken without a look at the others, a few times in a row.
  std::optional<port::FastcgiPeer> take_follower() {
    if (!came_by_ || stage_ != Stage::serving) return std::nullopt;
    auto follower = in_a_row_++ < most_in_a_row ? accept_from(*came_by_) : std::nullopt;
    if (!follower) came_by_.reset();
    return follower;
  }

  std::optional<port::FastcgiPeer> accept_from(std::size_t at) {
    const int fd = ::accept4(post_.listeners[at], nullptr, nullptr, SOCK_CLOEXEC);
    if (fd >= 0) {
      port::FastcgiPeer peer(fd, tcp_[at]);
      if (!tcp_[at] || peer.hear()) return peer;
      wait_for(std::move(peer));
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      lack_descriptors();
    }
    return std::nullopt;
  }

  void lack_descriptors() {
    log(Level::error, "no descriptor for a connection");
    kept_.clear();
    pollfd pause{signals_.fd(), POLLIN, 0};
    ::poll(&pause, 1, int(out_of_descriptors.count()));
  }

  /// Whoever was served last stands last. A worker that goes keeps nobody.
  void keep(std::optional<port::FastcgiPeer> peer) {
    if (peer && stage_ == Stage::serving) wait_for(std::move(*peer));
  }

  void wait_for(port::FastcgiPeer peer) {
    if (kept_.size() + spoken_.size() >= most_kept && !kept_.empty()) kept_.erase(kept_.begin());
    kept_.push_back(std::move(peer));
  }

  int rest() const {
    if (stage_ == Stage::serving) return service::tidying_due_in(world_);
    return stage_ == Stage::draining ? int(last_comers.count()) : 0;
  }

  void hear(int signal) {
    if (signal == SIGUSR1 && !post_.crew) log_toggle_debug();
    if (stage_ != Stage::serving || (signal != SIGTERM && signal != SIGQUIT)) return;
    stage_ = signal == SIGTERM ? Stage::draining : Stage::leaving;
    leaves_by_ = Steady::now() + config_.run.drain_timeout / 2;
  }

  const Config& config_;
  const Post& post_;
  const pid_t master_ = ::getppid();
  service::Parts parts_;
  service::World world_;
  Desk desk_;
  std::vector<std::unique_ptr<Conversation>> talks_;  // as many as are served together
  port::Seat seat_;
  std::vector<port::FastcgiPeer> kept_;   // idle, in the order of their last turns
  std::deque<port::FastcgiPeer> spoken_;  // whose turns are still to come in this round
  std::vector<pollfd> waits_;
  std::vector<bool> tcp_;               // of the listening sockets
  std::size_t round_ = 0;               // the listening sockets take turns too
  std::optional<std::size_t> came_by_;  // the listening socket of the last newcomer
  int in_a_row_ = 0;
  Signals signals_{SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGPIPE};
  Stage stage_ = Stage::serving;
  Steady::time_point leaves_by_{};
};

}  // namespace

int work(const Config& config, const Post& post, port::Metrics& metrics) {
  const auto rules = DoorRules::from(config);
  if (!rules) throw Failure(rules.error().fields.at(0).field + " " + rules.error().fields.at(0).message);
  Worker(config, post, *rules, metrics).run();
  return 0;
}

port::Metrics open_metrics(const Config& config, Counts counts) {
  auto metrics = port::Metrics::open(config.run.dir);
  const bool shared = metrics.table().shared(), once = counts == Counts::for_one_request;
  if (!shared)
    log(once ? Level::debug : Level::warning, "metrics are not shared with other processes",
        {{"why", metrics.table().why()}});
  if (shared || !once) route::claim_awaited(metrics, port::SystemClock().now());
  return metrics;
}

}  // namespace doorward::door
