// Origins are compared as text, in the one form that browsers send.
#include "http/origin.hh"

#include <algorithm>

#include "base/text.hh"

namespace doorward::http {

std::string origin_of(std::string_view url) {
  const std::string lower = lower_ascii(url);
  const auto colon = lower.find("://");
  if (colon == std::string::npos) return "";
  const std::string scheme = lower.substr(0, colon);
  if (scheme != "http" && scheme != "https") return "";
  std::string host = lower.substr(colon + 3, lower.find_first_of("/?#\\", colon + 3) - colon - 3);
  const std::string_view standard = scheme == "https" ? ":443" : ":80";
  if (host.ends_with(standard)) host.resize(host.size() - standard.size());
  if (host.empty() || host.find('@') != std::string::npos) return "";
  return scheme + "://" + host;
}

std::string own_origin(const Request& request) { return origin_of(request.scheme + "://" + request.host); }

bool listed_origin(const Config& config, std::string_view origin) {
  return std::any_of(config.cors.origins.begin(), config.cors.origins.end(),
                     [&](const std::string& listed) { return !origin.empty() && origin_of(listed) == origin; });
}

}  // namespace doorward::http
