// The kernel's own generator: nothing to seed, and a fork has no part in it. OpenSSL's would be two system calls less
// often, and 3 million instructions at its first use, which is each request of a CGI program.
#include "port/random.hh"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>

#include "base/error.hh"

namespace doorward::port {

Id Random::id(Time now) {
  const std::string fresh = bytes(10);
  std::array<std::uint8_t, 10> tail{};
  std::copy(fresh.begin(), fresh.end(), tail.begin());
  return Id::version7(now, tail);
}

std::string Random::mark(std::size_t count) {
  constexpr std::size_t supply = 2048;
  if (supply_.size() < count) supply_ = bytes(std::max(supply, count));
  std::string cut = supply_.substr(supply_.size() - count);
  supply_.resize(supply_.size() - count);
  return cut;
}

std::string SystemRandom::bytes(std::size_t count) {
  std::string out(count, '\0');
  for (std::size_t made = 0; made < count;) {
    const auto got = ::getrandom(out.data() + made, count - made, 0);
    if (got < 0 && errno != EINTR) throw Failure("the random generator failed");
    made += std::size_t(std::max<ssize_t>(got, 0));
  }
  return out;
}

}  // namespace doorward::port
