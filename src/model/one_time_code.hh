// The code beside a link: eight characters that a person can read to another over the telephone. 40 random bits.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace doorward {

/// `random`: 8 bytes. "7KQ2WXYZ".
std::string make_one_time_code(std::string_view random);
/// As a person sees it: "7KQ2-WXYZ".
std::string shown_code(std::string_view code);
/// As a person types it: either case, blanks and hyphens anywhere. nullopt: not such a code.
std::optional<std::string> parse_one_time_code(std::string_view typed);

}  // namespace doorward
