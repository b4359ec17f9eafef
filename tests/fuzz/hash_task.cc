// What a hasher reads from a connection. Dear tasks are only held against the rule.
#include <sys/socket.h>

#include <cstring>

#include "port/descriptor.hh"
#include "port/hasher.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  constexpr std::uint32_t cheap = 256;
  std::uint32_t cost[2] = {};
  if (input.size() >= sizeof cost) std::memcpy(cost, input.data(), sizeof cost);
  if (cost[0] > cheap || cost[1] > 2 || input.size() > 4096) return;
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return;
  const port::Descriptor ours(ends[0]), its(ends[1]);
  if (::send(ours.get(), input.data(), input.size(), 0) != ssize_t(input.size())) return;
  ::shutdown(ours.get(), SHUT_WR);
  (void)port::serve_hash(its.get());
}
