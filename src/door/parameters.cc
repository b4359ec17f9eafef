#include "door/parameters.hh"

#include <algorithm>
#include <array>

#include "base/text.hh"

namespace doorward::door {
namespace {

constexpr std::string_view client_prefix = "HTTP_";

/// Asked once each; HTTP_HOST and HTTP_CONTENT_LENGTH are the client's, but a request with two is malformed.
constexpr std::array<std::string_view, 13> single = {
    "REQUEST_METHOD", "REQUEST_URI",  "REQUEST_SCHEME",     "HTTPS",     "CONTENT_LENGTH",
    "CONTENT_TYPE",   "REMOTE_ADDR",  "DOCUMENT_URI",       "PATH_INFO", "SCRIPT_NAME",
    "HTTP_HOST",      "QUERY_STRING", "HTTP_CONTENT_LENGTH"};

bool counts(std::string_view name) {
  return name.starts_with("DOORWARD_") || std::find(single.begin(), single.end(), name) != single.end();
}

bool is_header_name(std::string_view name) {
  return name.starts_with(client_prefix) && name != "HTTP_PROXY" && name != "HTTP_CONTENT_LENGTH" &&
         name != "HTTP_CONTENT_TYPE";
}

std::string header_name(std::string_view parameter) {
  std::string name = lower_ascii(parameter.substr(client_prefix.size()));
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

}  // namespace

Parameters Parameters::of_environment(const char* const* environment) {
  Pairs pairs;
  for (; environment && *environment; ++environment) {
    const std::string_view entry = *environment;
    const auto equals = entry.find('=');
    if (equals != 0 && equals != entry.npos) pairs.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return Parameters(std::move(pairs));
}

std::optional<std::string_view> Parameters::said(std::string_view name) const {
  for (const auto& [known, value] : pairs_)
    if (known == name) return value.empty() ? std::nullopt : std::optional(value);
  return std::nullopt;
}

std::string_view Parameters::contradiction() const {
  for (auto one = pairs_.begin(); one != pairs_.end(); ++one) {
    if (!counts(one->first)) continue;
    const auto differs = [&](const auto& other) { return other.first == one->first && other.second != one->second; };
    if (std::any_of(one + 1, pairs_.end(), differs)) return one->first;
  }
  const auto server = said("CONTENT_LENGTH"), client = said("HTTP_CONTENT_LENGTH");
  return server && client && *server != *client ? "CONTENT_LENGTH" : "";
}

Parameters::Headers Parameters::headers() const {
  const auto is_header = [](const auto& pair) { return is_header_name(pair.first); };
  Headers headers;
  headers.reserve(std::size_t(std::count_if(pairs_.begin(), pairs_.end(), is_header)) + 1);  // the door adds one
  for (const auto& [name, value] : pairs_)
    if (is_header_name(name))
      headers.emplace_back(header_name(name), trim(value));  // RFC 9110 5.5: nginx leaves tabs at the end
  return headers;
}

std::size_t Parameters::size() const {
  std::size_t sum = 0;
  for (const auto& [name, value] : pairs_) sum += name.size() + value.size();
  return sum;
}

}  // namespace doorward::door
