// doorwardctl top: what the workers do, again and again, out of the metrics that they share, and what `status` says.
// The latter asks the database, so a child asks: while it waits, the rates go on. How the service is stands in the
// first line, and what changes each time above what seldom does: of a screen that is too long the end is left out.
#include <algorithm>
#include <iomanip>
#include <map>
#include <sstream>

#include "build.hh"
#include "command/command.hh"
#include "command/status_page.hh"
#include "port/reporter.hh"
#include "port/terminal.hh"
#include "service/metrics.hh"
#include "service/watch.hh"

namespace doorward::command {
namespace {

using service::Glance;
using std::chrono::milliseconds;

constexpr milliseconds seldom(1000);  // how often the database is asked, at most
constexpr milliseconds patience(10'000);

/// In the child: how the service is in a line, then the page.
std::string status_now(Shell& shell) {
  auto& ask = shell.ask();
  ask.now = ask.world.clock.now();
  const auto status = service::read_status(ask, shell.platform().mysql());
  return std::string(to_word(status.state)) + "\n" + status_page(status_answer(status, ask.now), status);
}

struct Heard {
  std::string word, page;
};

/// How old it is matters only where the next one should have come.
Heard heard(const port::Reporter& status, milliseconds pause) {
  if (!status.last()) return {"status is asked for", ""};
  const auto& text = status.last()->text;
  const auto line = text.find('\n');
  const auto age = port::Reporter::Clock::now() - status.last()->at;
  const std::string old = " " + std::to_string(age / std::chrono::seconds(1)) + " s ago: a part is slow to answer";
  const std::string page = line == std::string::npos ? "" : text.substr(line + 1);
  return {text.substr(0, line) + (age > pause + 2 * seldom ? old : ""), page};
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

std::string screen(const Glance& glance, const Heard& status) {
  std::ostringstream out;
  out << "doorward " DOORWARD_VERSION ", generation " << glance.generation << ": " << status.word << "\n\n";
  for (const auto& [pool, count] : glance.pools)
    out << std::left << std::setw(14) << pool << count.workers << " workers, " << count.busy << " busy"
        << (count.waiting ? ", " + std::to_string(*count.waiting) + " waiting" : "") << "\n";
  out << std::left << std::setw(14) << "hash slots" << glance.slots.in_use << " of " << glance.slots.total
      << " in use, " << glance.slots.waiting << " waiting\n"
      << std::setw(14) << "hashes" << decimal(glance.hashes, 1) << " a second, " << decimal(glance.hash_ms, 1)
      << " ms each, " << decimal(glance.hash_wait_ms, 1) << " ms waited, " << decimal(glance.hash_refused, 1)
      << " refused a second\n"
      << std::setw(14) << "database" << decimal(glance.statements, 1) << " statements a second, "
      << decimal(glance.statement_ms, 2) << " ms each\n"
      << std::setw(14) << "memcached" << decimal(glance.questions, 1) << " questions a second, "
      << decimal(glance.question_ms, 2) << " ms each\n";
  rates(out, "requests by route", glance.routes);
  rates(out, "decisions of the gate", glance.decisions);
  rates(out, "sign-ins", glance.sign_ins);
  if (!status.page.empty()) out << "\n" << status.page;
  return out.str();
}

/// The last line is the cursor's. 0: no terminal, or one that does not say.
std::string fitted(const std::string& text, std::size_t height) {
  const auto lines = std::size_t(std::count(text.begin(), text.end(), '\n'));
  if (height == 0 || lines < height) return text;
  const std::size_t kept = std::max<std::size_t>(height, 2) - 2;
  std::size_t end = 0;
  for (std::size_t i = 0; i < kept; ++i) end = text.find('\n', end) + 1;
  return text.substr(0, end) + "… " + std::to_string(lines - kept) + " more lines: --once shows them all\n";
}

/// In place of the former one. A line that is too long is cut, not wrapped: it would take another's room.
std::string in_place(const std::string& text) {
  return "\033[?7l\033[H\033[J" + fitted(text, port::terminal_height()) + "\033[?7h";
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
      const std::string text = screen(glance, heard(status, pause));
      shell.out << (given->once ? text : in_place(text)) << std::flush;
      if (given->once || !shell.out) return port::Json();
    }
  };
}

}  // namespace doorward::command
