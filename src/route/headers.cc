// One policy for all: nothing may be loaded but our own stylesheet, and the logo of the tenant whose page it is; nobody
// may frame us.
#include "route/headers.hh"

#include <algorithm>

#include "base/text.hh"

namespace doorward::route {
namespace {

bool good_correlation(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  });
}

/// Browsers hold redirects after a form against form-action too, hence the other origins.
std::string content_security_policy(const Config& config, const std::string& pictures) {
  std::string forms = "'self'";
  for (const auto& origin : config.cors.origins) forms += " " + origin;
  const std::string shown = pictures.empty() ? "" : "; img-src " + pictures;
  return "default-src 'none'; style-src 'self'" + shown + "; form-action " + forms +
         "; base-uri 'none'; frame-ancestors 'none'";
}

}  // namespace

std::string correlation_of(const http::Request& request, port::Random& random, Time now) {
  if (good_correlation(request.correlation_id)) return request.correlation_id;
  if (const auto own = request.header("x-correlation-id"); own && good_correlation(*own)) return *own;
  return random.id(now).text();
}

void decorate(const Config& config, const http::Request& request, const std::string& correlation_id,
              http::Response& response) {
  response.headers.reserve(response.headers.size() + 8);
  response.with("X-Correlation-Id", correlation_id).with("Cache-Control", "no-store");
  if (response.allowed && request.door != http::Door::plain) return;
  response.with("Content-Security-Policy", content_security_policy(config, response.pictures_from))
      .with("X-Content-Type-Options", "nosniff")
      .with("X-Frame-Options", "DENY");
  const auto told = [](const auto& header) { return header.first == "Referrer-Policy"; };
  if (std::none_of(response.headers.begin(), response.headers.end(), told))
    response.with("Referrer-Policy", "same-origin");
  if (request.https()) response.with("Strict-Transport-Security", "max-age=31536000");
}

}  // namespace doorward::route
