#include "http/query.hh"

#include <algorithm>

#include "base/encode.hh"
#include "base/text.hh"

namespace doorward::http {
namespace {

std::string decoded(std::string_view text) {
  std::string blanks(text);
  std::replace(blanks.begin(), blanks.end(), '+', ' ');
  return percent_decode(blanks).value_or(std::string(text));
}

}  // namespace

std::optional<std::string> pair_in(std::string_view pairs, std::string_view name) {
  std::optional<std::string> found;
  for (auto pair : split(pairs, '&')) {
    const auto equals = pair.find('=');
    if (decoded(pair.substr(0, equals)) != name) continue;
    const std::string value = equals == std::string_view::npos ? "" : decoded(pair.substr(equals + 1));
    if (found != value) found = found ? *found + ", " + value : value;
  }
  return found;
}

}  // namespace doorward::http
