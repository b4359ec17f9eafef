// Log lines: one JSON object (or key=value) a line on standard error. Never a secret: Secret has no
// conversion that fits here.
#pragma once
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "base/time.hh"

namespace doorward {

enum class Level { debug, info, notice, warning, error };

/// A text that is empty is left out. A text is only looked at: it lives as long as the call of log().
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t> value;
  LogField(std::string_view n, std::string_view v) : name(n), value(v) {}
  LogField(std::string_view n, std::integral auto v) : name(n), value(std::int64_t(v)) {}
};

enum class LogFormat { json, text };  // text: key=value

/// Set at start and with new settings: those words of them.
void log_setup(std::string_view level, std::string_view format);
/// From now on the level is one for this process and those that it forks, whoever changes it.
void log_share_level();
/// From the level of the settings to debug, or back; says so.
void log_toggle_debug();
/// Is a line of this level written? For lines that cost something to make.
bool logs(Level level);

Level parse_level(std::string_view name);  // unknown: info
std::string_view to_word(Level level);

/// `what` is a fixed word or sentence, everything that varies goes into fields.
void log(Level level, std::string_view what, std::initializer_list<LogField> fields = {});

/// The line itself, without its end: what log() writes.
std::string log_line(Time now, Level level, std::string_view what, std::initializer_list<LogField> fields,
                     LogFormat format);

}  // namespace doorward
