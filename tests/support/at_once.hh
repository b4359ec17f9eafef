// Many workers doing one thing at the same moment, each a process of its own as in real life: hash slots and locks are
// between processes.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "support/world.hh"

namespace tests {

/// Forks `count` processes with a World of these settings each; when all are connected they begin together. What each
/// `work(world, number)` returns, in order of number; what one throws becomes "threw: …". No process outlives the call.
std::vector<std::string> at_once(int count, const doorward::ConfigWords& changes,
                                 const std::function<std::string(World&, int)>& work);

/// How many of the answers are this one.
std::int64_t count_of(const std::vector<std::string>& answers, const std::string& wanted);

/// The name of the error, or "ok".
template <class T>
std::string word_of(const doorward::Result<T>& result) {
  return result ? "ok" : std::string(doorward::row_of(result.error().code).name);
}

}  // namespace tests
