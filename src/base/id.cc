// UUID text and version 7 bits.
#include "base/id.hh"

#include <algorithm>
#include <array>

#include "base/encode.hh"

namespace doorward {

IdText Id::characters() const {
  static constexpr std::string_view digits = "0123456789abcdef";
  static constexpr std::array<std::uint8_t, 16> places = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
  IdText text;
  text.size = text.characters.size();
  text.characters.fill('-');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text.characters[places[i]] = digits[bytes[i] >> 4];
    text.characters[places[i] + 1U] = digits[bytes[i] & 15];
  }
  return text;
}

std::optional<Id> Id::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string hex;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash != (text[i] == '-')) return std::nullopt;
    if (!dash) hex.push_back(text[i]);
  }
  const auto raw = from_hex(hex);
  return raw ? from_raw(*raw) : std::nullopt;
}

std::optional<Id> Id::from_raw(std::string_view raw) {
  Id id;
  if (raw.size() != id.bytes.size()) return std::nullopt;
  std::copy(raw.begin(), raw.end(), id.bytes.begin());
  return id;
}

Id Id::version7(Time now, std::span<const std::uint8_t, 10> random) {
  const auto ms = std::uint64_t(now.time_since_epoch().count() / 1000);
  Id id;
  for (unsigned i = 0; i < 6; ++i) id.bytes[i] = std::uint8_t(ms >> (40 - 8 * i));
  std::copy(random.begin(), random.end(), id.bytes.begin() + 6);
  id.bytes[6] = std::uint8_t((id.bytes[6] & 0x0F) | 0x70);
  id.bytes[8] = std::uint8_t((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

}  // namespace doorward
