// Relative luminance as WCAG defines it.
#include "model/colour.hh"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace doorward {
namespace {

double linear(std::uint8_t channel) {
  const double part = channel / 255.0;
  return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) { return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue); }

}  // namespace

std::optional<Colour> parse_colour(std::string_view text) {
  if (text.size() != 7 || text.front() != '#') return std::nullopt;
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(text.data() + 1, text.data() + 7, value, 16);
  if (problem != std::errc{} || end != text.data() + 7) return std::nullopt;
  return Colour{std::uint8_t(value >> 16), std::uint8_t(value >> 8), std::uint8_t(value)};
}

double contrast(Colour one, Colour other) {
  const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
  return (light + 0.05) / (dark + 0.05);
}

double best_contrast(Colour ground) { return std::max(contrast(ground, white_words), contrast(ground, dark_words)); }

std::string_view words_on(Colour ground) {
  return contrast(ground, white_words) >= contrast(ground, dark_words) ? "#ffffff" : "#1c2128";
}

}  // namespace doorward
