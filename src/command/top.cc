// doorwardctl top: what the workers do, again and again, out of the metrics that they share, and what `status` says.
// The latter asks the database, so a child asks: while it waits, the rates go on.
#include <algorithm>
#include <iomanip>
#include <map>
#include <sstream>

#include "build.hh"
#include "command/command.hh"
#include "command/status_page.hh"
#include "port/reporter.hh"
#include "service/metrics.hh"
#include "service/watch.hh"

namespace doorward::command {
namespace {

using service::Glance;
using std::chrono::milliseconds;

constexpr milliseconds seldom(1000);  // how often the database is asked, at most
constexpr milliseconds patience(10'000);

/// In the child.
std::string status_now(Shell& shell) {
  auto& ask = shell.ask();
  ask.now = ask.world.clock.now();
  const auto status = service::read_status(ask, shell.platform().mysql());
  return status_page(status_answer(status, ask.now), status);
}

/// How old it is matters only where the next one should have come.
std::string status_text(const port::Reporter& status, milliseconds pause) {
  if (!status.last()) return "status is asked for\n";
  const auto age = port::Reporter::Clock::now() - status.last()->at;
  const std::string old =
      "(of " + std::to_string(age / std::chrono::seconds(1)) + " s ago: a part is slow to answer)\n";
  return (age > pause + 2 * seldom ? old : "") + status.last()->text;
}

std::string decimal(double value, int places) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(places) << value;
  return text.str();
}

void rates(std::ostream& out, std::string_view head, const std::map<std::string, double>& lines) {
  out << "\n"
      << std::left << std::setw(32) << head << std::right << std::setw(10) << "a second"
      << "\n";
  if (lines.empty()) out << "  (none)\n";
  for (const auto& [name, rate] : lines)
    out << "  " << std::left << std::setw(30) << name << std::right << std::setw(10) << decimal(rate, 1) << "\n";
}

std::string screen(const Glance& glance, const std::string& status) {
  std::ostringstream out;
  out << "doorward " DOORWARD_VERSION ", generation " << glance.generation << "\n\n";
  for (const auto& [pool, count] : glance.pools)
    out << std::left << std::setw(14) << pool << count.workers << " workers, " << count.busy << " busy\n";
  out << std::left << std::setw(14) << "hash slots" << glance.slots.in_use << " of " << glance.slots.total
      << " in use, " << glance.slots.waiting << " waiting\n"
      << std::setw(14) << "hashes" << decimal(glance.hashes, 1) << " a second, " << decimal(glance.hash_ms, 1)
      << " ms each, " << decimal(glance.hash_wait_ms, 1) << " ms waited, " << decimal(glance.hash_refused, 1)
      << " refused a second\n"
      << std::setw(14) << "database" << decimal(glance.statements, 1) << " statements a second, "
      << decimal(glance.statement_ms, 2) << " ms each\n"
      << std::setw(14) << "memcached" << decimal(glance.questions, 1) << " questions a second, "
      << decimal(glance.question_ms, 2) << " ms each\n\n"
      << status;
  rates(out, "requests by route", glance.routes);
  rates(out, "decisions of the gate", glance.decisions);
  rates(out, "sign-ins", glance.sign_ins);
  return out.str();
}

}  // namespace

Action top(port::CliOptions& options) {
  struct Given {
    bool once = false;
    std::int64_t interval = 2000;
  };
  auto given = std::make_shared<Given>();
  options.flag("--once", given->once, "One screen, then the end");
  options.number("--interval", given->interval, "Milliseconds between two looks");
  return [given](Shell& shell) -> Result<port::Json> {
    if (given->interval < 10 || given->interval > 3'600'000) return wrong("--interval", "must be within 10..3600000");
    const auto& table = shell.metrics().table();
    if (!table.shared()) return Error(Code::DEPENDENCY_DOWN, "No metrics are shared: " + table.why() + ".");
    const auto interval = milliseconds(given->interval), pause = std::max(interval, seldom);
    service::Watch watch(shell.config, shell.metrics());
    port::Reporter status([&shell] { return status_now(shell); }, pause);
    for (;;) {
      status.hear(port::Reporter::Clock::now() + interval);
      if (given->once) status.hear(port::Reporter::Clock::now() + patience, true);
      const auto glance = watch.look();
      if (!given->once) shell.out << "\033[H\033[J";
      shell.out << screen(glance, status_text(status, pause)) << std::flush;
      if (given->once || !shell.out) return port::Json(port::Json::Object{{"text", ""}});
    }
  };
}

}  // namespace doorward::command
