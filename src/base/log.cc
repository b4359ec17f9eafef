// One write(2) a line, so that lines of several workers never mix.
#include "base/log.hh"

#include <unistd.h>

#include <array>

#include "base/text.hh"

namespace doorward {
namespace {

struct Setup {
  Level least = Level::info;
  bool json = true;
};

Setup& setup() {
  static Setup now;
  return now;
}

constexpr std::array<std::string_view, 5> level_names = {"debug", "info", "notice", "warning", "error"};

std::string quoted(std::string_view text) {
  static constexpr std::string_view hex = "0123456789abcdef";
  std::string out = "\"";
  const bool utf8 = valid_utf8(text);
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !utf8)) {
      out += "\\u00";
      out.push_back(hex[byte >> 4]);
      out.push_back(hex[byte & 15]);
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

}  // namespace

void log_setup(Level least, bool json) { setup() = {least, json}; }

Level parse_level(std::string_view name) {
  for (std::size_t i = 0; i < level_names.size(); ++i)
    if (level_names[i] == name) return static_cast<Level>(i);
  return Level::info;
}

std::string log_line(Time now, Level level, std::string_view what, std::initializer_list<LogField> fields, bool json) {
  const auto put = [json](std::string_view name, std::string_view value) {
    return json ? quoted(name) + ":" + quoted(value) : std::string(name) + "=" + quoted(value);
  };
  const std::string_view between = json ? "," : " ";
  std::string line = json ? "{" : "";
  line += put("time", to_rfc3339(now));
  line += between;
  line += put("level", level_names[static_cast<std::size_t>(level)]);
  line += between;
  line += put("msg", what);
  for (const auto& field : fields) {
    line += between;
    line += put(field.name, field.value);
  }
  return line + (json ? "}" : "");
}

void log(Level level, std::string_view what, std::initializer_list<LogField> fields) {
  if (level < setup().least) return;
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  const std::string line = log_line(now, level, what, fields, setup().json) + "\n";
  // A log that cannot be written (disk full) must not stop the service.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace doorward
