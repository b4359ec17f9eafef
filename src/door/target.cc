#include "door/target.hh"

#include "base/encode.hh"
#include "base/text.hh"

namespace doorward::door {
namespace {

/// "http://host:port" taken from the front; what it leaves begins with '/' or is empty.
std::string take_authority(std::string_view& raw) {
  const std::string lower = lower_ascii(raw.substr(0, 8));
  const std::size_t start = lower.starts_with("https://") ? 8 : lower.starts_with("http://") ? 7 : 0;
  if (start == 0) return "";
  const auto end = raw.find_first_of("/?", start);
  const std::string authority(raw.substr(start, end - start));
  raw.remove_prefix(end == raw.npos ? raw.size() : end);
  return authority;
}

}  // namespace

std::optional<Target> parse_target(std::string_view raw) {
  Target target;
  target.authority = take_authority(raw);
  const auto question = raw.find('?');
  std::string_view path = raw.substr(0, question);
  if (question != raw.npos) target.query = raw.substr(question + 1);
  if (path.empty() && !target.authority.empty()) path = "/";
  if (!path.starts_with('/') || raw.find('#') != raw.npos || has_control(target.query)) return std::nullopt;
  const std::string lower = lower_ascii(path);
  if (lower.find("%2f") != lower.npos || lower.find("%5c") != lower.npos) return std::nullopt;
  auto decoded = percent_decode(path);
  if (!decoded || !good_path(*decoded)) return std::nullopt;
  target.path = std::move(*decoded);
  return target;
}

bool good_path(std::string_view path) { return path.starts_with('/') && !has_control(path) && valid_utf8(path); }

}  // namespace doorward::door
