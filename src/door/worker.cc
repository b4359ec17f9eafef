#include "door/worker.hh"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>

#include "base/log.hh"
#include "door/conversation.hh"
#include "door/signals.hh"
#include "service/parts.hh"

namespace doorward::door {
namespace {

using Steady = std::chrono::steady_clock;

/// How long a worker leaves the sockets alone when it can have no further descriptor.
constexpr std::chrono::milliseconds out_of_descriptors{100};

/// Who found the socket's path just before it was taken away is connected within this time.
constexpr std::chrono::milliseconds last_comers{20};

/// Draining: who waits at the sockets is still served. Leaving: only who has our connection and has spoken.
enum class Stage { serving, draining, leaving };

class Worker {
 public:
  Worker(const Config& config, const Post& post, const DoorRules& rules)
      : config_(config),
        post_(post),
        parts_(config),
        world_(parts_.world()),
        desk_{world_, rules, post.gate_only},
        fastcgi_({rules.headers, rules.body}, config.run.peer_timeout) {}

  void run() {
    while (wait()) converse(fastcgi_, desk_);
  }

 private:
  /// Until a request is there to be read; false: leave.
  bool wait() {
    for (;;) {
      hear(signals_.next());
      if (fastcgi_.ahead()) return true;
      std::vector<pollfd> waits = {{signals_.fd(), POLLIN, 0}, {fastcgi_.connection(), POLLIN, 0}};
      if (stage_ != Stage::leaving)
        for (int fd : post_.listeners) waits.push_back({fd, POLLIN, 0});
      const int ready = ::poll(waits.data(), waits.size(), rest());
      if (stage_ != Stage::serving && (ready <= 0 || Steady::now() > leaves_by_)) return false;
      if (ready <= 0) continue;
      if (waits[1].revents != 0) return true;
      for (std::size_t i = 2; i < waits.size(); ++i)
        if (waits[i].revents != 0 && take_peer(waits[i].fd)) return true;
    }
  }

  /// Another worker may have been quicker: then a connection that is kept stays.
  bool take_peer(int listener) {
    const int peer = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (peer >= 0) {
      fastcgi_.attend(peer);
      return true;
    }
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      log(Level::error, "no descriptor for a connection");
      fastcgi_.close();
      pollfd pause{signals_.fd(), POLLIN, 0};
      ::poll(&pause, 1, int(out_of_descriptors.count()));
    }
    return false;
  }

  int rest() const {
    if (stage_ == Stage::serving) return -1;
    return stage_ == Stage::draining ? int(last_comers.count()) : 0;
  }

  void hear(int signal) {
    if (stage_ != Stage::serving || (signal != SIGTERM && signal != SIGUSR1)) return;
    stage_ = signal == SIGTERM ? Stage::draining : Stage::leaving;
    leaves_by_ = Steady::now() + config_.run.drain_timeout / 2;
  }

  const Config& config_;
  const Post& post_;
  service::Parts parts_;
  service::World world_;
  Desk desk_;
  port::Fastcgi fastcgi_;
  Signals signals_{SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGPIPE};
  Stage stage_ = Stage::serving;
  Steady::time_point leaves_by_{};
};

}  // namespace

int work(const Config& config, const Post& post) {
  const auto rules = DoorRules::from(config);
  if (!rules) throw Failure(rules.error().fields.at(0).field + " " + rules.error().fields.at(0).message);
  Worker(config, post, *rules).run();
  return 0;
}

}  // namespace doorward::door
