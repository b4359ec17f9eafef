// The pools of a master's workers.
#pragma once
#include <array>
#include <string_view>

namespace doorward {

enum class Pool { gate, app, hash, renew };
inline constexpr std::array all_pools{Pool::gate, Pool::app, Pool::hash, Pool::renew};
/// Those at whose sockets somebody may wait.
inline constexpr std::array listening_pools{Pool::gate, Pool::app, Pool::hash};

constexpr std::string_view to_word(Pool pool) {
  switch (pool) {
    case Pool::gate: return "gate";
    case Pool::app: return "app";
    case Pool::hash: return "hash";
    case Pool::renew: return "renew";
  }
  return "";
}

}  // namespace doorward
