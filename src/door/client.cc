#include "door/client.hh"

#include "base/text.hh"

namespace doorward::door {

std::string client_address(std::string_view peer, std::string_view forwarded_for, const std::vector<Network>& proxies) {
  auto address = Address::parse(peer);
  if (!address) return "";
  while (within(proxies, *address)) {
    const auto comma = forwarded_for.rfind(',');
    const auto before = Address::parse(trim(forwarded_for.substr(comma + 1)));
    if (!before) break;
    address = before;
    forwarded_for = forwarded_for.substr(0, comma == forwarded_for.npos ? 0 : comma);
  }
  return address->text();
}

bool trusted(std::string_view peer, const std::vector<Network>& networks) {
  const auto address = Address::parse(peer);
  return address && within(networks, *address);
}

std::string last_of(std::string_view list) { return std::string(trim(list.substr(list.rfind(',') + 1))); }

}  // namespace doorward::door
