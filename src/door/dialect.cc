#include "door/dialect.hh"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/log.hh"
#include "base/text.hh"

namespace doorward::door {
namespace {

using http::Door;
using http::Request;
using http::Response;

/// nginx fails a check whose header block reaches 4 kB.
constexpr std::size_t largest_block = 3500, largest_document = 1000;

/// What a refusal at a check door may say, in each dialect. Everything else stays here.
constexpr std::array<std::string_view, 6> subrequest_headers = {
    "WWW-Authenticate", "X-Doorward-Login", "X-Doorward-Reason", "Retry-After", "X-Correlation-Id", "Cache-Control"};
constexpr std::array<std::string_view, 13> browser_headers = {
    "WWW-Authenticate",         "X-Doorward-Login",       "X-Doorward-Reason", "Retry-After",
    "X-Correlation-Id",         "Cache-Control",          "Location",          "Content-Type",
    "Content-Security-Policy",  "X-Content-Type-Options", "Referrer-Policy",   "X-Frame-Options",
    "Strict-Transport-Security"};

struct Phrase {
  int status;
  std::string_view words;
};
constexpr std::array<Phrase, 24> phrases = {{{200, "OK"},
                                             {201, "Created"},
                                             {202, "Accepted"},
                                             {204, "No Content"},
                                             {301, "Moved Permanently"},
                                             {302, "Found"},
                                             {303, "See Other"},
                                             {304, "Not Modified"},
                                             {307, "Temporary Redirect"},
                                             {308, "Permanent Redirect"},
                                             {400, "Bad Request"},
                                             {401, "Unauthorized"},
                                             {403, "Forbidden"},
                                             {404, "Not Found"},
                                             {405, "Method Not Allowed"},
                                             {408, "Request Timeout"},
                                             {409, "Conflict"},
                                             {413, "Content Too Large"},
                                             {415, "Unsupported Media Type"},
                                             {422, "Unprocessable Content"},
                                             {429, "Too Many Requests"},
                                             {431, "Request Header Fields Too Large"},
                                             {500, "Internal Server Error"},
                                             {503, "Service Unavailable"}}};

constexpr std::string_view status_name = "Status: ";

std::string status_line(int status) {
  const auto known =
      std::find_if(phrases.begin(), phrases.end(), [status](const Phrase& phrase) { return phrase.status == status; });
  return std::string(status_name) + std::to_string(status) +
         (known == phrases.end() ? "" : " " + std::string(known->words)) + "\r\n";
}

std::string header_line(std::string_view name, std::string_view value) {
  return std::string(name) + ": " + (has_control(value) ? header_safe(value) : std::string(value)) + "\r\n";
}

std::string found_header(const Response& response, std::string_view wanted) {
  for (const auto& [name, value] : response.headers)
    if (same_ascii(name, wanted)) return value;
  return "";
}

template <std::size_t N>
bool listed(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [name](std::string_view one) { return same_ascii(one, name); });
}

/// X-Doorward-Tenant-Id for TENANT_ID.
std::string identity_header(std::string_view name) {
  std::string made = "X-Doorward-" + lower_ascii(name);
  for (std::size_t i = 1; i < made.size(); ++i) {
    if (made[i] == '_') made[i] = '-';
    if (made[i - 1] == '-' && made[i] >= 'a' && made[i] <= 'z') made[i] = char(made[i] - 'a' + 'A');
  }
  return made;
}

std::string plain(const Request& request, const Response& response) {
  std::string out = status_line(response.status);
  for (const auto& [name, value] : response.headers) out += header_line(name, value);
  if (response.allowed)
    for (const auto& [name, value] : response.allowed->identity) out += header_line(identity_header(name), value);
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) out += header_line("Content-Length", std::to_string(response.body.size()));
  out += "\r\n";
  return bodiless || request.method == "HEAD" ? out : out + response.body;
}

std::string identity_variable(const std::string& name) {
  return name == "REMOTE_USER" ? "Variable-REMOTE_USER" : "Variable-DOORWARD_" + name;
}

std::string allow(const Request& request, const Response& response) {
  const bool authorizer = request.door == Door::authorizer;
  std::string out = status_line(authorizer ? 200 : 204);
  // On 200 ordinary headers of an authorizer would reach the client with the protected page; a variable is for the log.
  if (authorizer)
    out += header_line("Variable-CORRELATION_ID", found_header(response, "X-Correlation-Id"));
  else
    for (const auto& [name, value] : response.headers)
      if (same_ascii(name, "X-Correlation-Id") || same_ascii(name, "Cache-Control")) out += header_line(name, value);
  for (const auto& [name, value] : response.allowed->identity)
    out += header_line(authorizer ? identity_variable(name) : identity_header(name), value);
  return out + "\r\n";
}

/// 302 leads a page load to the sign-in page; nginx knows only the others.
int check_status(int status, Door door) {
  if (status == 401 || status == 403) return status;
  if (status == 302) return door == Door::subrequest ? 401 : 302;
  return status >= 500 || status == 429 ? 503 : 403;
}

/// Lines of the listed headers as long as they fit.
std::string fitting(const Response& response, bool browser, std::size_t used) {
  std::string out;
  for (const auto& [name, value] : response.headers) {
    if (!(browser ? listed(browser_headers, name) : listed(subrequest_headers, name))) continue;
    const std::string line = header_line(name, value);
    if (used + out.size() + line.size() <= largest_block) out += line;
  }
  return out;
}

/// Web servers lose the answer's body or its type: nginx takes only headers of a check, so the problem document is
/// one, and Apache calls every refusal text/html, so the true type is said beside it.
std::string kept_by_a_header(const Request& request, const Response& response) {
  const std::string type = found_header(response, "Content-Type");
  if (request.door == Door::authorizer && !type.empty()) return header_line("X-Doorward-Content-Type", type);
  const bool fits = response.body.size() <= largest_document && type == "application/problem+json";
  return request.door == Door::subrequest && fits ? header_line("X-Doorward-Problem", response.body) : "";
}

std::string refuse(const Request& request, const Response& response) {
  const bool browser = request.door != Door::subrequest;
  int status = check_status(response.status, request.door);
  // An address that does not fit leads nowhere.
  if (status == 302 && found_header(response, "Location").size() > largest_block / 2) status = 401;
  std::string out = status_line(status);
  if (browser) out += header_line("Content-Length", std::to_string(response.body.size()));
  out += kept_by_a_header(request, response);
  out += fitting(response, browser, out.size() + 2) + "\r\n";
  return browser ? out + response.body : out;
}

}  // namespace

int status_of(std::string_view answer) {
  int status = 0;
  const auto digits = answer.substr(status_name.size(), 3);
  std::from_chars(digits.data(), digits.data() + digits.size(), status);
  return status;
}

std::string write_response(const Request& request, const Response& response) {
  if (request.door == Door::plain) return plain(request, response);
  if (!response.allowed) return refuse(request, response);
  std::string allowed = allow(request, response);
  if (allowed.size() <= largest_block) return allowed;
  log(Level::error, "identity does not fit in a header block", {{"bytes", std::int64_t(allowed.size())}});
  return refuse(request, Response::empty(403).with("X-Doorward-Reason", "INTERNAL_ERROR"));
}

}  // namespace doorward::door
