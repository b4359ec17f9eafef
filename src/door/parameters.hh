// FastCGI and CGI parameters: what the web server says, and what the client says through it (HTTP_…).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace doorward::door {

/// Only looks at them: names and values stay where they came from.
class Parameters {
 public:
  using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;
  using Headers = std::vector<std::pair<std::string, std::string>>;

  Parameters() = default;
  explicit Parameters(Pairs pairs) : pairs_(std::move(pairs)) {}
  /// NAME=value entries, null-ended: a CGI program's environment.
  static Parameters of_environment(const char* const* environment);

  /// The value of a name without HTTP_ prefix. Absent and empty are both nullopt.
  std::optional<std::string_view> said(std::string_view name) const;
  /// The first name that counts at the door and stands there twice with different values: two answers to
  /// one question, so none can be believed. Empty: no such name.
  std::string_view contradiction() const;
  /// HTTP_… as headers: lower-case names with hyphens, in order. Not among them: HTTP_PROXY, which programs
  /// take for a setting ("httpoxy"), and the copies of Content-Type and Content-Length.
  Headers headers() const;
  std::size_t size() const;  // bytes of all names and values

 private:
  Pairs pairs_;
};

}  // namespace doorward::door
