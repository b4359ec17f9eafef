// The request target (RFC 9112 section 3.2), decoded once.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace doorward::door {

struct Target {
  std::string authority;  // of the absolute form; empty otherwise
  std::string path;       // decoded once, begins with '/'
  std::string query;      // raw, without '?'
};

/// nullopt: neither origin form nor absolute form, a broken escape, a fragment, an encoded '/' or '\'
/// (it would make segments that the web server did not see), or a decoded path that is not UTF-8 or has
/// control characters. Dots and empty segments stay as they are: no route has them.
std::optional<Target> parse_target(std::string_view raw);

/// A decoded path: begins with '/', is UTF-8, has no control characters.
bool good_path(std::string_view path);

}  // namespace doorward::door
