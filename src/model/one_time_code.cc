// Neither 0 and O nor 1 and I: nobody has to ask which it is.
#include "model/one_time_code.hh"

#include "base/error.hh"

namespace doorward {
namespace {

constexpr std::string_view symbols = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t length = 8;
static_assert(symbols.size() == 32);

}  // namespace

std::string make_one_time_code(std::string_view random) {
  if (random.size() != length) throw Failure("a code is made of 8 bytes");
  std::string code;
  for (const char byte : random) code += symbols[static_cast<unsigned char>(byte) % symbols.size()];
  return code;
}

std::string shown_code(std::string_view code) {
  return std::string(code.substr(0, length / 2)) + "-" + std::string(code.substr(length / 2));
}

std::optional<std::string> parse_one_time_code(std::string_view typed) {
  std::string code;
  for (char c : typed) {
    if (c == ' ' || c == '-') continue;
    if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
    if (symbols.find(c) == std::string_view::npos || code.size() == length) return std::nullopt;
    code += c;
  }
  if (code.size() != length) return std::nullopt;
  return code;
}

}  // namespace doorward
