// Who the client is and how it came, when proxies stand between.
#pragma once
#include <string>
#include <string_view>

#include "base/network.hh"

namespace doorward::door {

/// The client's address: `peer`, and while that is a trusted proxy the address that it names, walking
/// `forwarded_for` ("client, proxy1, proxy2") from the right. What is no address ends the walk.
/// Empty when `peer` itself is none (a Unix socket).
std::string client_address(std::string_view peer, std::string_view forwarded_for, const std::vector<Network>& proxies);

/// Is `peer` an address within `networks`?
bool trusted(std::string_view peer, const std::vector<Network>& networks);

/// The last word of a list joined by commas: what the nearest proxy said.
std::string last_of(std::string_view list);

}  // namespace doorward::door
