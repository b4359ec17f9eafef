// Colours of a tenant's pages, and whether words can be read on them (WCAG 2.2, 1.4.3).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doorward {

struct Colour {
  std::uint8_t red, green, blue;
};
/// "#1a2b3c"; nullopt: not such.
std::optional<Colour> parse_colour(std::string_view text);
/// From 1 (the same) to 21 (black on white).
double contrast(Colour one, Colour other);

constexpr Colour white_words{0xff, 0xff, 0xff}, dark_words{0x1c, 0x21, 0x28};
constexpr double least_contrast = 4.5;
/// The better of white and dark words on this colour.
double best_contrast(Colour ground);
/// That word's colour: "#ffffff" or "#1c2128".
std::string_view words_on(Colour ground);

}  // namespace doorward
