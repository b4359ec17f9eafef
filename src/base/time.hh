// Instants and spans. `now` is asked once per request and passed as a value.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace doorward {

using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Span = std::chrono::microseconds;
using std::chrono::seconds;

/// "2026-01-02T03:04:05Z"; with microseconds ("…05.123456Z") where they are not zero. RFC 3339.
std::string to_rfc3339(Time time);

/// Exactly the two forms above. Nothing else is a time.
std::optional<Time> parse_rfc3339(std::string_view text);

/// "2026-01-02 03:04:05.123456", UTC: the form of a DATETIME(6) column.
std::string to_sql(Time time);
std::optional<Time> parse_sql(std::string_view text);

/// Whole seconds since 1970, as JWT's NumericDate has it.
std::int64_t to_unix(Time time);
Time from_unix(std::int64_t seconds);

}  // namespace doorward
