// version "-" trace id "-" parent id "-" flags
#include "model/trace.hh"

namespace doorward {
namespace {

constexpr std::size_t version_size = 2, trace_size = 32, span_size = 16;
constexpr std::size_t trace_at = version_size + 1, parent_at = trace_at + trace_size + 1,
                      flags_at = parent_at + span_size + 1, whole = flags_at + 2;

bool hex(std::string_view text) { return text.find_first_not_of("0123456789abcdef") == text.npos; }
bool zero(std::string_view text) { return text.find_first_not_of('0') == text.npos; }

}  // namespace

std::optional<Trace> parse_traceparent(std::string_view text) {
  if (text.size() < whole) return std::nullopt;
  const auto version = text.substr(0, version_size);
  const auto trace = text.substr(trace_at, trace_size), parent = text.substr(parent_at, span_size);
  if (!hex(version) || version == "ff" || !hex(trace) || zero(trace) || !hex(parent) || zero(parent) ||
      !hex(text.substr(flags_at, 2)))
    return std::nullopt;
  if (text[trace_at - 1] != '-' || text[parent_at - 1] != '-' || text[flags_at - 1] != '-') return std::nullopt;
  // A later version may go on, behind one more hyphen.
  if (text.size() > whole && (version == "00" || text[whole] != '-')) return std::nullopt;
  return Trace{std::string(trace), std::string(parent), {}};
}

}  // namespace doorward
