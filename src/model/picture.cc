#include "model/picture.hh"

#include <algorithm>

namespace doorward {
namespace {

bool plain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool digit(char c) { return c >= '0' && c <= '9'; }

bool of_host(char c) { return plain(c) || c == '.' || c == '-'; }
bool of_path(char c) { return plain(c) || std::string_view("-._~/?:@!$&()*+,;=%").find(c) != std::string_view::npos; }

}  // namespace

std::optional<std::string> origin_of_picture(std::string_view url) {
  constexpr std::size_t most = 500, longest_port = 5;
  constexpr std::string_view scheme = "https://";
  if (url.size() > most || !url.starts_with(scheme)) return std::nullopt;
  const auto end = std::min(url.find_first_of("/?", scheme.size()), url.size());
  const auto place = url.substr(scheme.size(), end - scheme.size()), path = url.substr(end);
  const auto colon = std::min(place.find(':'), place.size());
  const auto host = place.substr(0, colon), port = place.substr(std::min(colon + 1, place.size()));
  if (host.empty() || !plain(host.front()) || !std::all_of(host.begin(), host.end(), of_host)) return std::nullopt;
  if (colon < place.size() &&
      (port.empty() || port.size() > longest_port || !std::all_of(port.begin(), port.end(), digit)))
    return std::nullopt;
  if (!std::all_of(path.begin(), path.end(), of_path)) return std::nullopt;
  return std::string(url.substr(0, end));
}

}  // namespace doorward
