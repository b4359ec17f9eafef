#include "http/request.hh"

#include "http/query.hh"

namespace doorward::http {

std::optional<std::string> Request::header(std::string_view lower_name) const {
  std::optional<std::string> found;
  for (const auto& [name, value] : headers) {
    if (name != lower_name) continue;
    found = found ? *found + ", " + value : value;
  }
  return found;
}

std::optional<std::string> Request::query_parameter(std::string_view name) const { return pair_in(query, name); }

}  // namespace doorward::http
