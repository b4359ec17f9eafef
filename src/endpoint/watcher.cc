#include "endpoint/watcher.hh"

#include "base/network.hh"

namespace doorward::endpoint {

Result<bool> is_watcher(const Call& call) {
  const auto networks = parse_networks("metrics.networks", call.config().metrics.networks);
  if (!networks) return networks.error();
  const auto address = Address::parse(call.ask.address);
  return address && within(*networks, *address);
}

}  // namespace doorward::endpoint
