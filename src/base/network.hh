// Internet addresses and networks (RFC 4291, RFC 4632), by value.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hh"

namespace doorward {

/// 16 bytes; an IPv4 address, mapped or not, is ::ffff:a.b.c.d.
struct Address {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Address&) const = default;
  bool ipv4() const;
  std::string text() const;  // "192.0.2.1", "2001:db8::1"

  /// Exactly an address: no port, brackets, zone, prefix or blanks.
  static std::optional<Address> parse(std::string_view text);
};

/// Where somebody listens by TCP.
struct HostPort {
  Address host;
  std::uint16_t port = 0;

  auto operator<=>(const HostPort&) const = default;
  /// "192.0.2.1:80", "[2001:db8::1]:80"; brackets may be missing. Port 0 is none.
  static std::optional<HostPort> parse(std::string_view text);
};

struct Network {
  Address first;
  int bits = 128;  // of the 16 bytes

  bool holds(const Address& address) const;
  /// "10.0.0.0/8", "2001:db8::/32", or one address. Bits beyond the prefix must be zero.
  static std::optional<Network> parse(std::string_view text);
};

/// Every word a network, else VALIDATION_ERROR naming `setting` and the word.
Result<std::vector<Network>> parse_networks(std::string_view setting, const std::vector<std::string>& words);
bool within(const std::vector<Network>& networks, const Address& address);

/// Reached over the internet: none of IANA's special-purpose addresses, nor one that only wraps such an IPv4 address.
bool on_the_internet(const Address& address);

}  // namespace doorward
