// A slug is also a label of a host name (RFC 1035); without double hyphens it is never a punycode label.
#include "model/slug.hh"

#include <algorithm>

#include "base/id.hh"

namespace doorward {
namespace {

constexpr std::string_view reserved[] = {
#define RESERVED(slug) slug,
#include "model/reserved.def"
#undef RESERVED
};

constexpr std::size_t least = 3, most = 63;

bool well_formed(std::string_view slug) {
  if (slug.size() < least || slug.size() > most || slug.front() == '-' || slug.back() == '-') return false;
  if (slug.find("--") != std::string_view::npos || Id::parse(slug)) return false;
  return std::all_of(slug.begin(), slug.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

std::optional<Code> slug_fault(std::string_view slug, const std::vector<std::string>& more) {
  if (std::find(std::begin(reserved), std::end(reserved), slug) != std::end(reserved) ||
      std::find(more.begin(), more.end(), slug) != more.end())
    return Code::SLUG_RESERVED;
  if (!well_formed(slug)) return Code::SLUG_INVALID;
  return std::nullopt;
}

}  // namespace doorward
