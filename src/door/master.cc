#include "door/master.hh"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "base/log.hh"
#include "door/crew.hh"
#include "door/envelope.hh"
#include "door/hashing.hh"
#include "door/notify.hh"
#include "door/pid_file.hh"
#include "door/postman.hh"
#include "door/renewing.hh"
#include "door/signals.hh"
#include "door/upkeeper.hh"
#include "door/worker.hh"
#include "port/hasher.hh"
#include "port/mysql.hh"
#include "service/master_key.hh"
#include "service/parts.hh"
#include "store/in_use.hh"

namespace doorward::door {
namespace {

constexpr int refused = 1, dependency_down = 3;
constexpr std::chrono::seconds longest_rest{60};

std::string sentence(const Error& error) {
  std::string said = error.detail;
  for (const auto& field : error.fields) said += (said.empty() ? "" : "; ") + field.field + " " + field.message;
  return said.empty() ? std::string(row_of(error.code).detail) : said;
}

/// What must hold before a worker is begun with these settings.
std::optional<Error> unfit(const Config& config) {
  if (const auto rules = DoorRules::from(config); !rules) return rules.error();
  if (const auto keys = service::read_master_keys(config.keys.master_file); !keys) return keys.error();
  return std::nullopt;
}

class Master {
 public:
  Master(Config config, std::vector<Socket> sockets, std::vector<std::string> options)
      : config_(std::move(config)),
        options_(std::move(options)),
        sockets_(std::move(sockets)),
        metrics_(open_metrics(config_)),
        losses_(metrics_),
        crew_([this](Pool pool) { return begin(pool); }, metrics_),
        upkeeper_([this] { return begin_upkeep(); }),
        postman_([this] { return begin_errand("mail was not sent", become_postman); }),
        scout_([this] { return begin_errand("no domain was looked at", become_scout); }) {}

  int run(const std::function<Result<Config>()>& reload) {
    log(Level::notice, "master begins", {{"pid", std::int64_t(::getpid())}});
    metrics_.set(port::Metric::generation, generation_);
    port::load_database_client();  // once, for all workers
    tend();
    notify("READY=1");
    for (;;) {
      const int signal = await();
      if (signal == SIGTERM || signal == SIGINT || signal == SIGQUIT) break;
      if (signal == SIGHUP) take_over(reload);
      if (signal == SIGUSR1) log_toggle_debug();
      if (signal == SIGUSR2) postman_.hurry(Steady::now());
      if (signal == SIGURG) replace_hashers();
      tend();
    }
    stop();
    return 0;
  }

 private:
  int await() {
    const auto now = Steady::now();
    auto deed = crew_.next_deed(now + longest_rest);
    for (Upkeeper* one : {&upkeeper_, &postman_, &scout_}) deed = one->next_deed(deed);
    return signals_.wait(std::chrono::duration_cast<Span>(deed - now));
  }

  void fill() {
    crew_.fill(Pool::hash, service::hash_slots(config_), Steady::now());
    crew_.fill(Pool::gate, config_.run.gate_workers, Steady::now());
    crew_.fill(Pool::app, config_.run.app_workers, Steady::now());
    crew_.fill(Pool::renew, service::renewers(config_), Steady::now());
  }

  void tend() {
    crew_.bury(Steady::now());
    crew_.kill_late(Steady::now());
    for (Upkeeper* one : {&upkeeper_, &postman_, &scout_}) {
      one->kill_late(Steady::now());
      one->tend(config_.upkeep.every, Steady::now());
    }
    fill();
  }

  /// Somebody had no answer in time (port/hasher). Which hasher hangs nobody can say, and they hold nothing: all go,
  /// but those that began since the question.
  void replace_hashers() {
    const auto now = Steady::now();
    if (crew_.replace(Pool::hash, now - port::longest_answer, now + port::longest_answer))
      log(Level::warning, "the hashers are replaced: one gave no answer in time");
  }

  /// A child that ends with its master. _exit: what the master would tidy up is the master's.
  template <class Work>
  pid_t fork_to(std::string_view trouble, const Work& child) {
    const pid_t master = ::getpid();
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != master) ::_exit(0);
    try {
      ::_exit(child());
    } catch (const std::exception& what) {
      log(Level::error, trouble, {{"why", what.what()}});
      ::_exit(dependency_down);
    }
  }

  pid_t begin(Pool pool) {
    return fork_to("a worker cannot go on", [&] {
      Post post{{}, pool == Pool::gate, true, &in_use_};
      for (const auto& socket : sockets_) {
        if (socket.pool == pool)
          post.listeners.push_back(socket.fd);
        else
          ::close(socket.fd);
      }
      if (pool == Pool::hash) return hash_for_others(post.listeners, metrics_);
      if (pool == Pool::renew) return renew_for_others(config_, in_use_, metrics_);
      return work(config_, post, metrics_);
    });
  }

  pid_t begin_upkeep() {
    return fork_to("the upkeep was not done", [&] {
      for (const auto& socket : sockets_) ::close(socket.fd);
      return keep_up(config_);
    });
  }

  pid_t begin_errand(std::string_view trouble, void (*become)(const std::vector<std::string>&)) {
    return fork_to(trouble, [&]() -> int {
      become(options_);
      return dependency_down;
    });
  }

  void take_over(const std::function<Result<Config>()>& reload) {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    notify("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(now.tv_sec * 1'000'000 + now.tv_nsec / 1000));
    if (const auto why = try_take_over(reload))
      log(Level::error, "the new settings are refused, the former ones stay", {{"why", sentence(*why)}});
    else
      log(Level::notice, "new settings are taken");
    notify("READY=1");
  }

  std::optional<Error> try_take_over(const std::function<Result<Config>()>& reload) {
    auto fresh = reload();
    if (!fresh) return fresh.error();
    if (auto why = unfit(*fresh)) return why;
    auto sockets = open_sockets(*fresh, sockets_);
    if (!sockets) return sockets.error();
    const auto former = std::exchange(sockets_, std::move(*sockets));
    const auto patience = std::exchange(config_, std::move(*fresh)).run.drain_timeout;
    log_setup(config_.log.level, config_.log.format);
    bool dropped = false;
    for (const auto& socket : former) {
      const auto kept = [&](const Socket& one) { return one.fd == socket.fd; };
      if (std::any_of(sockets_.begin(), sockets_.end(), kept)) continue;
      close_socket(socket);
      dropped = true;
    }
    // Who waits at a socket that is no more is served by the former workers; else the new ones take over.
    crew_.dismiss(dropped ? SIGTERM : SIGQUIT, Steady::now() + patience);
    for (Upkeeper* one : {&upkeeper_, &postman_, &scout_}) one->dismiss(Steady::now() + patience);
    metrics_.set(port::Metric::generation, ++generation_);
    fill();
    return std::nullopt;
  }

  void stop() {
    notify("STOPPING=1");
    log(Level::notice, "master ends");
    bool ours = false;
    for (const auto& socket : sockets_) {
      ours = ours || (socket.ours && socket.pool != Pool::hash);
      close_socket(socket);
    }
    // Sockets of systemd go on collecting for the next start.
    for (Upkeeper* one : {&upkeeper_, &postman_, &scout_}) {
      one->tend(Span::zero(), Steady::now());
      one->dismiss(Steady::now() + config_.run.drain_timeout);
    }
    crew_.dismiss(ours ? SIGTERM : SIGQUIT, Steady::now() + config_.run.drain_timeout);
    while (!crew_.empty() || !upkeeper_.empty() || !postman_.empty() || !scout_.empty()) {
      await();
      crew_.bury(Steady::now());
      crew_.kill_late(Steady::now());
      for (Upkeeper* one : {&upkeeper_, &postman_, &scout_}) one->kill_late(Steady::now());
    }
  }

  Config config_;
  const std::vector<std::string> options_;  // that lead to the settings
  std::vector<Socket> sockets_;
  port::Metrics metrics_;                               // workers inherit it,
  const port::CountedLosses losses_;                    // and this
  const port::NoticePipe in_use_{store::in_use_bytes};  // all hold both ends, so that nobody ever meets a broken one
  std::uint64_t generation_ = 1;
  Signals signals_{SIGTERM, SIGINT, SIGHUP, SIGCHLD, SIGQUIT, SIGUSR1, SIGUSR2, SIGURG, SIGPIPE};
  Crew crew_;
  Upkeeper upkeeper_, postman_, scout_;
};

int say_no(const Error& error) {
  log(Level::error, "doorward does not start", {{"why", sentence(error)}});
  return refused;
}

}  // namespace

int run_master(Config config, const std::function<Result<Config>()>& reload, const std::vector<std::string>& options) {
  shield_process();
  log_share_level();
  if (const auto why = unfit(config)) return say_no(*why);
  const std::string pid_path = config.run.dir + "/doorward.pid";
  std::error_code made;
  std::filesystem::create_directories(config.run.dir, made);
  const auto pid_file = PidFile::take(pid_path);
  if (!pid_file) return say_no(pid_file.error());
  auto sockets = open_sockets(config);
  if (!sockets) return say_no(sockets.error());
  return Master(std::move(config), std::move(*sockets), options).run(reload);
}

void shield_process() {
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace doorward::door
