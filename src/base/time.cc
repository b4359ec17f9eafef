// Proleptic Gregorian calendar by std::chrono; no locale, no time zone data.
#include "base/time.hh"

#include <array>
#include <cstdio>

namespace doorward {
namespace {

using namespace std::chrono;

std::string format(Time time, char between, bool always_micros, const char* end) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::array<char, 48> text{};
  int n = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u%c%02d:%02d:%02d", int(date.year()),
                        unsigned(date.month()), unsigned(date.day()), between, int(clock.hours().count()),
                        int(clock.minutes().count()), int(clock.seconds().count()));
  std::string out(text.data(), std::size_t(n));
  const auto micros = long(clock.subseconds().count());
  if (always_micros || micros != 0) {
    n = std::snprintf(text.data(), text.size(), ".%06ld", micros);
    out.append(text.data(), std::size_t(n));
  }
  return out + end;
}

/// Reads exactly `count` digits at `at`, moving on.
bool digits(std::string_view text, std::size_t& at, int count, int& out) {
  out = 0;
  for (int i = 0; i < count; ++i, ++at) {
    if (at >= text.size() || text[at] < '0' || text[at] > '9') return false;
    out = out * 10 + (text[at] - '0');
  }
  return true;
}

bool mark(std::string_view text, std::size_t& at, char c) {
  if (at >= text.size() || text[at] != c) return false;
  ++at;
  return true;
}

std::optional<Time> parse(std::string_view text, char between, bool with_z) {
  std::size_t at = 0;
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, us = 0;
  const bool shape = digits(text, at, 4, y) && mark(text, at, '-') && digits(text, at, 2, mo) && mark(text, at, '-') &&
                     digits(text, at, 2, d) && mark(text, at, between) && digits(text, at, 2, h) &&
                     mark(text, at, ':') && digits(text, at, 2, mi) && mark(text, at, ':') && digits(text, at, 2, s);
  if (!shape) return std::nullopt;
  if (mark(text, at, '.') && !digits(text, at, 6, us)) return std::nullopt;
  if (with_z && !mark(text, at, 'Z')) return std::nullopt;
  const year_month_day date{year{y}, month{unsigned(mo)}, day{unsigned(d)}};
  if (at != text.size() || !date.ok() || h > 23 || mi > 59 || s > 59) return std::nullopt;
  return Time{sys_days{date}} + hours{h} + minutes{mi} + seconds{s} + microseconds{us};
}

}  // namespace

std::string to_rfc3339(Time time) { return format(time, 'T', false, "Z"); }
std::optional<Time> parse_rfc3339(std::string_view text) { return parse(text, 'T', true); }
std::string to_sql(Time time) { return format(time, ' ', true, ""); }
std::optional<Time> parse_sql(std::string_view text) { return parse(text, ' ', false); }
std::int64_t to_unix(Time time) { return floor<seconds>(time).time_since_epoch().count(); }
Time from_unix(std::int64_t s) { return Time{seconds{s}}; }

}  // namespace doorward
