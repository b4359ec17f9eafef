// Randomness of the kernel's generator, by OpenSSL.
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
};

/// OpenSSL's RAND_bytes; throws Failure when the generator fails.
class SystemRandom : public Random {
 public:
  std::string bytes(std::size_t count) override;
};

}  // namespace doorward::port
