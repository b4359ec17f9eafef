// The private generator of OpenSSL: seeded by the kernel, reseeded after a fork.
#include "port/random.hh"

#include <openssl/rand.h>

#include <algorithm>

#include "base/error.hh"

namespace doorward::port {

Id Random::id(Time now) {
  const std::string fresh = bytes(10);
  std::array<std::uint8_t, 10> tail{};
  std::copy(fresh.begin(), fresh.end(), tail.begin());
  return Id::version7(now, tail);
}

std::string SystemRandom::bytes(std::size_t count) {
  std::string out(count, '\0');
  if (RAND_priv_bytes(reinterpret_cast<unsigned char*>(out.data()), int(count)) != 1)
    throw Failure("the random generator failed");
  return out;
}

}  // namespace doorward::port
