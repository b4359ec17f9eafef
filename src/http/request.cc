#include "http/request.hh"

#include "http/query.hh"

namespace doorward::http {

std::optional<std::string_view> Request::header(std::string_view lower_name, std::string& joined) const {
  std::optional<std::string_view> found;
  for (const auto& [name, value] : headers) {
    if (name != lower_name) continue;
    if (found) joined = std::string(*found).append(", ").append(value);
    found = found ? joined : value;
  }
  return found;
}

std::optional<std::string> Request::header(std::string_view lower_name) const {
  std::string joined;
  const auto found = header(lower_name, joined);
  return found ? std::optional(std::string(*found)) : std::nullopt;
}

std::optional<std::string> Request::query_parameter(std::string_view name) const { return pair_in(query, name); }

}  // namespace doorward::http
