// Hex, base64 and percent escapes, without tables of locale.
#include "base/encode.hh"

#include <array>

namespace doorward {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view base_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

using Values = std::array<short, 256>;

constexpr Values reverse(std::string_view alphabet) {
  Values table{};
  table.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<short>(i);
  return table;
}

std::size_t decoded_size(std::string_view text) { return text.size() * 3 / 4; }

/// Writes decoded_size(text) bytes, if it is the canonical form of as many.
bool decode64(std::string_view text, const Values& values, char* out) {
  if (text.size() % 4 == 1) return false;
  unsigned bits = 0, held = 0;
  for (char c : text) {
    const int value = values[static_cast<unsigned char>(c)];
    if (value < 0) return false;
    bits = bits << 6 | unsigned(value);
    held += 6;
    if (held >= 8) {
      held -= 8;
      *out++ = char(bits >> held & 0xFFU);
    }
  }
  return (bits & ((1U << held) - 1)) == 0;
}

std::optional<std::string> decode64(std::string_view text, const Values& values) {
  std::string out(decoded_size(text), '\0');
  return decode64(text, values, out.data()) ? std::optional(std::move(out)) : std::nullopt;
}

constexpr Values url_values = reverse(url_alphabet);

bool unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string out(bytes.size() * 2, '\0');
  char* at = out.data();
  for (unsigned char c : bytes) {
    *at++ = hex_digits[c >> 4];
    *at++ = hex_digits[c & 15];
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string out;
  out.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = hex_value(hex[i]), low = hex_value(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(char(high * 16 + low));
  }
  return out;
}

std::string to_base64url(std::string_view bytes) {
  std::string out;
  add_base64url(out, bytes);
  return out;
}

void add_base64url(std::string& out, std::string_view bytes) {
  const std::size_t before = out.size();
  out.resize(before + (bytes.size() * 4 + 2) / 3);
  char* at = out.data() + before;
  unsigned bits = 0, held = 0;
  for (unsigned char c : bytes) {
    bits = bits << 8 | c;
    for (held += 8; held >= 6;) {
      held -= 6;
      *at++ = url_alphabet[bits >> held & 63U];
    }
  }
  if (held > 0) *at = url_alphabet[bits << (6 - held) & 63U];
}

std::optional<std::string> from_base64url(std::string_view text) { return decode64(text, url_values); }

bool from_base64url(std::string_view text, std::span<char> out) {
  return out.size() == decoded_size(text) && decode64(text, url_values, out.data());
}

std::optional<std::string> from_base64(std::string_view text) {
  static constexpr auto table = reverse(base_alphabet);
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
  return decode64(text, table);
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view upper = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    if (unreserved(c)) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(upper[byte >> 4]);
    out.push_back(upper[byte & 15]);
  }
  return out;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(char(high * 16 + low));
    i += 2;
  }
  return out;
}

}  // namespace doorward
