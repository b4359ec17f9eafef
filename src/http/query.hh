// Pairs `name=value&…` as queries have them.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace doorward::http {

/// The value of that name, several different ones joined by ", "; '+' and %XX decoded once. A broken escape
/// leaves the text as it is.
std::optional<std::string> pair_in(std::string_view pairs, std::string_view name);

}  // namespace doorward::http
