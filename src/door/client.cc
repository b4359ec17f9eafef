#include "door/client.hh"

#include "base/text.hh"

namespace doorward::door {

std::string client_address(std::string_view peer, std::string_view forwarded_for, const std::vector<Network>& proxies) {
  auto address = Address::parse(peer);
  if (!address) return "";
  auto named = split(forwarded_for, ',');
  while (!named.empty() && within(proxies, *address)) {
    const auto before = Address::parse(trim(named.back()));
    if (!before) break;
    address = before;
    named.pop_back();
  }
  return address->text();
}

bool trusted(std::string_view peer, const std::vector<Network>& networks) {
  const auto address = Address::parse(peer);
  return address && within(networks, *address);
}

std::string last_of(std::string_view list) { return std::string(trim(list.substr(list.rfind(',') + 1))); }

}  // namespace doorward::door
