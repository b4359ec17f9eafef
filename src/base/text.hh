// Small questions about text, byte by byte and without locale.
#pragma once
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

namespace doorward {

std::string_view trim(std::string_view text);                         // blanks, tabs and line ends, at both ends
std::vector<std::string_view> split(std::string_view text, char at);  // "a,,b" gives three parts
std::vector<std::string_view> words(std::string_view text);           // parts between blanks, none empty
std::vector<std::string> word_list(std::string_view text);            // the same, kept
std::string join(const std::vector<std::string>& parts, std::string_view between);
std::string lower_ascii(std::string_view text);
bool same_ascii(std::string_view a, std::string_view b);  // equal but for ASCII case

bool valid_utf8(std::string_view text);   // RFC 3629: shortest form, no surrogates
bool has_control(std::string_view text);  // any byte below 0x20, or 0x7F
/// Fit to stand in a header value: control characters become blanks, what is not ASCII is percent-escaped.
std::string header_safe(std::string_view text);

/// All of it is one number in decimal, and fits; otherwise `value` is not to be used.
template <class Number>
bool parse_number(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

/// The candidate with the fewest edits from `word`; empty when none is near. For "did you mean".
std::string nearest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace doorward
