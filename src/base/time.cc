// Proleptic Gregorian calendar by std::chrono; no locale, no time zone data.
#include "base/time.hh"

#include <array>
#include <charconv>
#include <string_view>

namespace doorward {
namespace {

using namespace std::chrono;

void put(std::string& out, std::int64_t value, std::size_t width) {
  std::array<char, 20> digits;
  const auto* end = std::to_chars(digits.begin(), digits.end(), value).ptr;
  const auto size = std::size_t(end - digits.data());
  out.append(width > size ? width - size : 0, '0').append(digits.data(), size);
}

std::string format(Time time, char between, bool always_micros, std::string_view end) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::string out;
  out.reserve(32);
  put(out, int(date.year()), 4);
  put(out += '-', unsigned(date.month()), 2);
  put(out += '-', unsigned(date.day()), 2);
  put(out += between, clock.hours().count(), 2);
  put(out += ':', clock.minutes().count(), 2);
  put(out += ':', clock.seconds().count(), 2);
  const auto micros = clock.subseconds().count();
  if (always_micros || micros != 0) put(out += '.', micros, 6);
  out.append(end);
  return out;
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
