// /proc/net/unix has a line a socket: "address: references protocol flags type state inode path". Who was not accepted
// yet has the path of the listener and is connecting. /proc/net/tcp lists first who listens, whose rx_queue is its
// queue. Both are of the network that this process has. Netlink's sock_diag(7) says the same and would have to be let
// into each unit's RestrictAddressFamilies.
#include "port/accept_queues.hh"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <vector>

namespace doorward::port {
namespace {

constexpr unsigned long accepts = 1U << 16U;                     // __SO_ACCEPTCON
constexpr std::string_view connecting = "02", listening = "0A";  // SS_CONNECTING, TCP_LISTEN

/// The next word of a line, and the blank behind it, taken away.
std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const auto word = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(word.size() + 1, line.size()));
  return word;
}

unsigned long hex(std::string_view word) { return std::strtoul(std::string(word).c_str(), nullptr, 16); }

/// "0100007F:264F": each four bytes of the address as a number of this host, then the port.
HostPort place_of(std::string_view word) {
  const auto colon = std::min(word.find(':'), word.size());
  std::string bytes;
  for (std::size_t at = 0; at + 8 <= colon; at += 8) {
    const auto part = std::uint32_t(hex(word.substr(at, 8)));
    bytes.append(reinterpret_cast<const char*>(&part), sizeof part);
  }
  HostPort place;
  if (bytes.size() == 4) place.host.bytes[10] = place.host.bytes[11] = 0xFF;  // IPv4, mapped
  const auto size = std::min(bytes.size(), place.host.bytes.size());
  std::memcpy(place.host.bytes.data() + place.host.bytes.size() - size, bytes.data(), size);
  place.port = std::uint16_t(hex(word.substr(std::min(colon + 1, word.size()))));
  return place;
}

}  // namespace

std::map<std::string, std::uint64_t> local_queues() {
  std::map<std::string, std::uint64_t> waiting;
  std::vector<std::string> listeners;
  std::ifstream file("/proc/net/unix");
  std::string text;
  for (std::getline(file, text); std::getline(file, text);) {
    std::string_view line = text;
    for (int skipped = 0; skipped < 3; ++skipped) take_word(line);
    const bool listens = (hex(take_word(line)) & accepts) != 0;
    take_word(line);
    const bool waits = take_word(line) == connecting;
    take_word(line);
    if (line.empty()) continue;
    if (listens) listeners.emplace_back(line);
    if (waits) ++waiting[std::string(line)];
  }
  std::map<std::string, std::uint64_t> queues;
  for (const auto& path : listeners) queues[path] = waiting[path];
  return queues;
}

std::map<HostPort, std::uint64_t> tcp_queues() {
  std::map<HostPort, std::uint64_t> queues;
  for (const char* path : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream file(path);
    std::string text;
    for (std::getline(file, text); std::getline(file, text);) {
      std::string_view line = text;
      take_word(line);
      const auto place = place_of(take_word(line));
      take_word(line);
      if (take_word(line) != listening) break;
      const auto sizes = take_word(line);  // "tx_queue:rx_queue"
      queues[place] += hex(sizes.substr(std::min(sizes.find(':') + 1, sizes.size())));
    }
  }
  return queues;
}

}  // namespace doorward::port
