// Where a request stands in a trace that goes through several services (W3C Trace Context).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace doorward {

struct Trace {
  std::string trace_id;   // 32 hex digits
  std::string parent_id;  // 16: the caller's span
  std::string span_id;    // 16: ours
};

/// A traceparent header. Strict: lower-case hex, ids that are not zero, version 00 exactly; of later versions what
/// version 00 knows. nullopt: as if there were none. `span_id` is left to the caller.
std::optional<Trace> parse_traceparent(std::string_view text);

}  // namespace doorward
