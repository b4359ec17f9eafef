// doorwardctl tick: one round of the upkeep. Says nothing when nothing was to be done; with --quiet, as cron likes it,
// only what went wrong.
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iostream>

#include "base/log.hh"
#include "base/text.hh"
#include "command/command.hh"
#include "service/domain_look.hh"
#include "service/mail_transport.hh"
#include "service/upkeep.hh"

namespace doorward::command {
namespace {

using service::Upkeep;
using service::Upkept;

/// One line a second for somebody who watches.
class Progress {
 public:
  explicit Progress(bool quiet) : watched_(!quiet && ::isatty(STDERR_FILENO) == 1) {}
  void note(const Upkept& kind) {
    const auto now = std::chrono::steady_clock::now();
    if (!watched_ || now - said_at_ < seconds(1)) return;
    said_at_ = now;
    std::cerr << kind.kind << ": " << kind.rows << " rows in " << kind.batches << " batches\n";
  }

 private:
  bool watched_;
  std::chrono::steady_clock::time_point said_at_ = std::chrono::steady_clock::now();
};

/// `all`: for a program, also of the kinds that had nothing to do.
Result<port::Json> answer_of(const std::vector<Upkept>& kinds, bool quiet, bool all) {
  port::Json::Array items;
  Error failed(Code::INTERNAL_ERROR, "A part of the upkeep failed; the log says why.");
  for (const Upkept& kind : kinds) {
    if (kind.state == Upkeep::failed) failed.fields.push_back({std::string(kind.kind), "failed"});
    if (!all && kind.rows == 0 && kind.state == Upkeep::done) continue;
    items.push_back(port::Json::Object{
        {"kind", kind.kind}, {"rows", kind.rows}, {"batches", kind.batches}, {"state", service::to_word(kind.state)}});
  }
  if (!failed.fields.empty()) return failed;
  if (quiet || items.empty()) return port::Json();
  return port::Json(port::Json::Object{{"items", std::move(items)}});
}

/// Where no worker has run yet there is nobody to share with.
void warn_of_counts_of_its_own(Shell& shell) {
  const auto& table = shell.metrics().table();
  std::error_code unknown;
  const auto file = std::filesystem::symlink_status(shell.config.run.dir + "/metrics", unknown);
  if (table.shared() || file.type() == std::filesystem::file_type::not_found) return;
  log(Level::warning, "what the upkeep counts is not shared with the workers", {{"why", table.why()}});
}

}  // namespace

Action tick(port::CliOptions& options) {
  struct Given {
    std::string only, near;
    bool quiet = false;
  };
  auto given = std::make_shared<Given>();
  options.text("--only", given->only, "One kind of work alone, as its row says: mail, events, …");
  options.text("--near", given->near,
               "Networks of your own in which sites of tenants' domains may stand: 10.0.0.0/8 …");
  options.flag("--quiet", given->quiet, "For cron: a word only when something went wrong");
  return [given](Shell& shell) -> Result<port::Json> {
    if (given->quiet && logs(Level::info)) log_setup(to_word(Level::notice), shell.config.log.format);
    constexpr seconds patience{5};
    const auto near = parse_networks("--near", word_list(given->near));
    if (!near) return near.error();
    warn_of_counts_of_its_own(shell);
    const auto pause = [rest = service::resting(shell.config), progress = Progress(given->quiet)](const Upkept& kind,
                                                                                                  Span took) mutable {
      progress.note(kind);
      return rest(kind, took);
    };
    const service::Share share{service::mail_transport(shell.config), given->only,
                               service::domain_look({{}, {}, *near, patience})};
    const auto kinds = service::keep_up(shell.ask(), shell.ask().world.platform, pause, share);
    if (kinds.empty()) return wrong("--only", "is no kind of work: doorwardctl tick --json names them");
    return answer_of(kinds, given->quiet, shell.as_json);
  };
}

}  // namespace doorward::command
