#include "base/network.hh"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace doorward {
namespace {

constexpr std::array<std::uint8_t, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int mapped_bits = 96;

/// The address with every bit from `bits` on taken away.
Address cut(Address address, int bits) {
  for (int bit = bits; bit < 128; ++bit)
    address.bytes[std::size_t(bit / 8)] &= static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
  return address;
}

}  // namespace

bool Address::ipv4() const { return std::equal(mapped.begin(), mapped.end(), bytes.begin()); }

std::string Address::text() const {
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (ipv4()) {
    char* at = out.data();
    for (std::size_t i = mapped.size(); i < bytes.size(); ++i, *at++ = '.')
      at = std::to_chars(at, out.end(), unsigned(bytes[i])).ptr;
    return {out.data(), at - 1};
  }
  inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
  return out.data();
}

std::optional<Address> Address::parse(std::string_view text) {
  const std::string word(text);
  Address address;
  if (word.size() != std::strlen(word.c_str())) return std::nullopt;
  if (inet_pton(AF_INET6, word.c_str(), address.bytes.data()) == 1) return address;
  std::copy(mapped.begin(), mapped.end(), address.bytes.begin());
  if (inet_pton(AF_INET, word.c_str(), address.bytes.data() + mapped.size()) == 1) return address;
  return std::nullopt;
}

std::optional<HostPort> HostPort::parse(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto address = Address::parse(host);
  const auto digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (!address || ec != std::errc{} || end != digits.data() + digits.size() || port == 0) return std::nullopt;
  return HostPort{*address, port};
}

bool Network::holds(const Address& address) const { return cut(address, bits) == first; }

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = Address::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  Network network{*address, 128};
  if (slash == std::string_view::npos) return network;
  const auto count = text.substr(slash + 1);
  int bits = 0;
  const auto [end, ec] = std::from_chars(count.data(), count.data() + count.size(), bits);
  const bool four = text.substr(0, slash).find(':') == std::string_view::npos;
  if (ec != std::errc{} || end != count.data() + count.size() || bits < 0 || bits > (four ? 32 : 128))
    return std::nullopt;
  network.bits = bits + (four ? mapped_bits : 0);
  if (cut(*address, network.bits) != *address) return std::nullopt;
  return network;
}

Result<std::vector<Network>> parse_networks(std::string_view setting, const std::vector<std::string>& words) {
  std::vector<Network> networks;
  for (const auto& word : words) {
    const auto network = Network::parse(word);
    if (!network)
      return wrong(std::string(setting), "\"" + word + "\" is not a network such as 10.0.0.0/8 or 2001:db8::/32");
    networks.push_back(*network);
  }
  return networks;
}

bool within(const std::vector<Network>& networks, const Address& address) {
  return std::any_of(networks.begin(), networks.end(), [&](const Network& network) { return network.holds(address); });
}

bool on_the_internet(const Address& address) {
  static const std::vector<Network> special = [] {
    std::vector<Network> all;
    for (const char* text :
         {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
          "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
          "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"})
      all.push_back(*Network::parse(text));
    return all;
  }();
  static const Network global = *Network::parse("2000::/3");
  return (address.ipv4() || global.holds(address)) && !within(special, address);
}

}  // namespace doorward
