// Addresses and networks: one text each; a network holds its own first address.
#include "base/network.hh"

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  if (const auto address = Address::parse(input))
    fuzz::promise(Address::parse(address->text()) == address, "there and back");
  if (const auto network = Network::parse(input))
    fuzz::promise(network->holds(network->first), "its own first address");
}
