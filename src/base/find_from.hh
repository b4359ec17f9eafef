// Who looks things up in about the order in which they stand finds each at the first try.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace doorward {

/// Where `wanted` stands: looked for from `next` (all.size() at most) to the end, then from the beginning. all.size():
/// nowhere.
inline std::size_t find_from(const std::vector<std::string>& all, std::size_t next, std::string_view wanted) {
  for (std::size_t at = next; at < all.size(); ++at)
    if (all[at] == wanted) return at;
  for (std::size_t at = 0; at < next; ++at)
    if (all[at] == wanted) return at;
  return all.size();
}

}  // namespace doorward
