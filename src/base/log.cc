// One write for whole lines, or one datagram to the journal, so that lines of several workers never mix.
#include "base/log.hh"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <new>
#include <utility>

#include "base/journal.hh"
#include "base/log_about.hh"
#include "base/log_hold.hh"
#include "base/log_losses.hh"
#include "base/log_out.hh"
#include "base/text.hh"

namespace doorward {
namespace {

/// What all who write to one log know of it.
struct Shared {
  std::atomic<Level> least{Level::info};
  std::atomic<bool> torn{false};  // the last line that was written lacks its end
};
static_assert(std::atomic<Level>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

struct Setup {
  Shared own{};
  Shared* shared = &own;
  Level usual = Level::info;
  LogFormat format = LogFormat::json;
  bool journal = false, holds = false;
  std::string held{};  // whole lines
  Way way = way_to(STDERR_FILENO);
  std::uint64_t uncounted = 0;  // lines lost
  std::function<void(std::uint64_t)> count_lost{};
};

Setup& setup() {
  static Setup now;
  return now;
}

constexpr std::array<std::string_view, 5> level_names = {"debug", "info", "notice", "warning", "error"};
/// sd-daemon(3): how a line says its level to the journal.
constexpr std::array<std::string_view, 5> journal_marks = {"<7>", "<6>", "<5>", "<4>", "<3>"};

/// Does standard error lead to the journal? JOURNAL_STREAM (systemd.exec(5)) names the stream's device and inode.
bool writes_to_journal() {
  const char* said = std::getenv("JOURNAL_STREAM");
  struct stat stream {};
  return said && ::fstat(STDERR_FILENO, &stream) == 0 &&
         said == std::to_string(stream.st_dev) + ":" + std::to_string(stream.st_ino);
}

constexpr auto stands_for_itself = [](char c) { return c >= 0x20 && c != 0x7F && c != '"' && c != '\\'; };

void put_quoted(std::string& line, std::string_view text) {
  static constexpr std::string_view hex = "0123456789abcdef";
  line.push_back('"');
  if (std::all_of(text.begin(), text.end(), stands_for_itself)) {
    line.append(text);
  } else {
    const bool utf8 = valid_utf8(text);
    for (char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (stands_for_itself(c) || (byte >= 0x80 && utf8))
        line.push_back(c);
      else if (c == '"' || c == '\\')
        line.append({'\\', c});
      else
        line.append("\\u00").append({hex[byte >> 4], hex[byte & 15]});
    }
  }
  line.push_back('"');
}

struct PutValue {
  std::string& line;
  void operator()(std::string_view text) const { put_quoted(line, text); }
  void operator()(std::int64_t number) const { line.append(std::to_string(number)); }
};

/// So much goes through a pipe in one piece.
constexpr std::size_t most_held = 4096;

void count_lost(std::uint64_t lines) {
  Setup& now = setup();
  now.uncounted += lines;
  if (now.count_lost && now.uncounted > 0) now.count_lost(std::exchange(now.uncounted, 0));
}

/// A log that cannot be written (its reader stalls, its disk is full) must not stop the service.
void write_out(std::string_view lines) {
  auto& torn = setup().shared->torn;
  const bool after_torn = torn;
  std::string ended;
  if (after_torn) lines = ended.append("\n").append(lines);
  const auto taken = write_now(STDERR_FILENO, setup().way, lines);
  if (const bool cut = taken > 0 ? lines[taken - 1] != '\n' : after_torn; cut != after_torn) torn = cut;
  const auto lost = std::count(lines.begin() + std::ptrdiff_t(taken), lines.end(), '\n');
  count_lost(std::uint64_t(lost) - (taken == 0 && after_torn ? 1 : 0));
}

bool left_out(const LogField& field) {
  const auto* text = std::get_if<std::string_view>(&field.value);
  return text && text->empty();
}

/// Lines that are written while a request is at hand name it, if they do not do so themselves.
LogFields with_subject(LogFields fields) {
  const LogSubject about = log_about();
  for (const LogField& id : {LogField("correlation_id", about.correlation_id), {"trace_id", about.trace_id}}) {
    const auto same = [&](const LogField& field) { return field.name == id.name; };
    if (!left_out(id) && std::none_of(fields.begin(), fields.end(), same)) fields.push_back(id);
  }
  return fields;
}

std::string composed(Time now, Level level, std::string_view what, const LogFields& fields, LogFormat format) {
  constexpr std::size_t usual_length = 640;
  const bool json = format == LogFormat::json;
  std::string line = json ? "{" : "";
  line.reserve(usual_length);
  const auto put = [&](const LogField& field) {
    if (left_out(field)) return;
    if (line.size() > 1) line.push_back(json ? ',' : ' ');
    if (json)
      line.append("\"").append(field.name).append("\":");
    else
      line.append(field.name).append("=");
    std::visit(PutValue{line}, field.value);
  };
  const std::string time = to_rfc3339(now);
  for (const LogField& field : {LogField("time", time), {"level", to_word(level)}, {"msg", what}}) put(field);
  for (const auto& field : fields) put(field);
  if (json) line.push_back('}');
  return line;
}

}  // namespace

void log_setup(std::string_view level, std::string_view format) {
  Setup& now = setup();
  now.usual = parse_level(level);
  now.shared->least = now.usual;
  now.format = format == "text" ? LogFormat::text : LogFormat::json;
  now.journal = writes_to_journal();
  now.way = way_to(STDERR_FILENO);
}

void log_share_level() {
  void* page = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return;
  auto* shared = new (page) Shared;
  shared->least = setup().shared->least.load();
  setup().shared = shared;
}

bool logs(Level level) { return level >= setup().shared->least.load(std::memory_order_relaxed); }

Level parse_level(std::string_view name) {
  for (std::size_t i = 0; i < level_names.size(); ++i)
    if (level_names[i] == name) return static_cast<Level>(i);
  return Level::info;
}

std::string_view to_word(Level level) { return level_names[static_cast<std::size_t>(level)]; }

std::string log_line(Time now, Level level, std::string_view what, std::initializer_list<LogField> fields,
                     LogFormat format) {
  return composed(now, level, what, fields, format);
}

void log(Level level, std::string_view what, std::initializer_list<LogField> fields) {
  if (!logs(level)) return;
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  const LogFields all = with_subject(fields);
  std::string line = composed(now, level, what, all, setup().format);
  if (setup().journal && journal_takes(journal_entry(level, line, all))) return;
  line.push_back('\n');
  if (setup().journal) line.insert(0, journal_marks[static_cast<std::size_t>(level)]);
  const bool may_wait = setup().holds && level == Level::info;
  if (!may_wait || setup().held.size() + line.size() > most_held) log_release();
  if (may_wait && line.size() <= most_held)
    setup().held.append(line);
  else
    write_out(line);
}

void log_hold(bool on) {
  log_release();
  setup().holds = on;
}

void log_release() {
  std::string& held = setup().held;
  if (held.empty()) return;
  write_out(held);
  held.clear();
}

LogLosses::LogLosses(std::function<void(std::uint64_t)> count) {
  setup().count_lost = std::move(count);
  count_lost(0);
}

LogLosses::~LogLosses() { setup().count_lost = nullptr; }

void log_toggle_debug() {
  auto& least = setup().shared->least;
  const Level next = least == Level::debug ? setup().usual : Level::debug;
  least = Level::debug;  // the line itself is written whatever the settings say
  log(Level::notice, "the log's level is another now", {{"least", to_word(next)}});
  least = next;
}

}  // namespace doorward
