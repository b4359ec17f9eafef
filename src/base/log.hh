// Log lines: one JSON object (or key=value) a line on standard error. Never a secret: Secret has no
// conversion that fits here.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/time.hh"

namespace doorward {

enum class Level { debug, info, notice, warning, error };

struct LogField {
  std::string_view name;
  std::string value;
  LogField(std::string_view n, std::string_view v) : name(n), value(v) {}
  LogField(std::string_view n, std::int64_t v) : name(n), value(std::to_string(v)) {}
};

/// Set once at start; `json` false gives key=value lines.
void log_setup(Level least, bool json);
Level parse_level(std::string_view name);  // unknown: info

/// `what` is a fixed word or sentence, everything that varies goes into fields.
void log(Level level, std::string_view what, std::initializer_list<LogField> fields = {});

/// The line itself, without its end: what log() writes.
std::string log_line(Time now, Level level, std::string_view what, std::initializer_list<LogField> fields, bool json);

}  // namespace doorward
