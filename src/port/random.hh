// Randomness of the kernel's generator.
#pragma once
#include <string>

#include "base/id.hh"

namespace doorward::port {

/// Given, not taken: whoever needs randomness is handed one of these.
class Random {
 public:
  virtual ~Random() = default;
  virtual std::string bytes(std::size_t count) = 0;
  Id id(Time now);  // UUID version 7
  /// For what is no secret and must only differ, such as a correlation id: cut from a supply. Two processes that a
  /// fork made of one would cut the same.
  std::string mark(std::size_t count);

 private:
  std::string supply_;
};

/// getrandom(2); throws Failure when the generator fails.
class SystemRandom : public Random {
 public:
  std::string bytes(std::size_t count) override;
};

}  // namespace doorward::port
