// Many workers at once: each thread has a whole service and a connection of its own, all begin together.
#pragma once
#include <barrier>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "support/world.hh"

namespace tests {

class Crowd {
 public:
  /// All clocks stand at `now`.
  Crowd(std::size_t size, doorward::Time now)
      // Patient: 64 on one row, on a busy machine, wait longer than a request may.
      : Crowd(size, now, [](int) {
          return doorward::ConfigWords{{"database.timeout", "30s"}};
        }) {}
  /// Each with settings of its own, by its number.
  Crowd(std::size_t size, doorward::Time now, const std::function<doorward::ConfigWords(int)>& settings) {
    for (std::size_t i = 0; i < size; ++i) {
      worlds_.push_back(std::make_unique<World>(settings(int(i))));
      worlds_.back()->clock.at = now;
      worlds_.back()->database.ping();  // connected before the start
    }
  }

  std::size_t size() const { return worlds_.size(); }
  World& at(std::size_t i) { return *worlds_[i]; }

  /// `act(world, i)` in a thread each; what it throws is thrown here. Boost.Test's checks stay outside of it.
  void all(const std::function<void(World&, std::size_t)>& act) {
    std::barrier start(static_cast<std::ptrdiff_t>(worlds_.size()));
    std::vector<std::exception_ptr> thrown(worlds_.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < worlds_.size(); ++i)
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        try {
          act(*worlds_[i], i);
        } catch (...) {
          thrown[i] = std::current_exception();
        }
      });
    for (auto& thread : threads) thread.join();
    for (const auto& each : thrown)
      if (each) std::rethrow_exception(each);
  }

 private:
  std::vector<std::unique_ptr<World>> worlds_;
};

/// How often a test of chance is repeated: `quick`, or DOORWARD_TEST_ROUNDS.
int rounds(int quick);

}  // namespace tests
