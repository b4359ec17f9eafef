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

/// The usual header block, and its end. malloc keeps what is smaller than a kilobyte at hand.
constexpr std::size_t usual_block = 1000;

std::string status_line(int status) {
  const auto known =
      std::find_if(phrases.begin(), phrases.end(), [status](const Phrase& phrase) { return phrase.status == status; });
  std::string line;
  line.reserve(usual_block);
  line.append(status_name).append(std::to_string(status));
  if (known != phrases.end()) line.append(" ").append(known->words);
  line.append("\r\n");
  return line;
}

void add_value(std::string& out, std::string_view value) {
  out.append(": ");
  has_control(value) ? out.append(header_safe(value)) : out.append(value);
  out.append("\r\n");
}

void add_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name);
  add_value(out, value);
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
void add_identity_header(std::string& out, std::string_view name, std::string_view value) {
  out.append("X-Doorward-");
  for (bool first = true; char c : name) {
    out.push_back(c == '_' ? '-' : !first && c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c);
    first = c == '_';
  }
  add_value(out, value);
}

void add_identity_variable(std::string& out, std::string_view name, std::string_view value) {
  out.append(name == "REMOTE_USER" ? "Variable-" : "Variable-DOORWARD_");
  add_line(out, name, value);
}

std::string plain(const Request& request, const Response& response) {
  std::string out = status_line(response.status);
  for (const auto& [name, value] : response.headers) add_line(out, name, value);
  if (response.allowed)
    for (const auto& [name, value] : response.allowed->identity) add_identity_header(out, name, value);
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) add_line(out, "Content-Length", std::to_string(response.body.size()));
  out += "\r\n";
  if (!bodiless && request.method != "HEAD") out += response.body;
  return out;
}

std::string allow(const Request& request, const Response& response) {
  const bool authorizer = request.door == Door::authorizer;
  std::string out = status_line(authorizer ? 200 : 204);
  // On 200 ordinary headers of an authorizer would reach the client with the protected page; a variable is for the log.
  if (authorizer)
    add_line(out, "Variable-CORRELATION_ID", found_header(response, "X-Correlation-Id"));
  else
    for (const auto& [name, value] : response.headers)
      if (same_ascii(name, "X-Correlation-Id") || same_ascii(name, "Cache-Control")) add_line(out, name, value);
  for (const auto& [name, value] : response.allowed->identity)
    authorizer ? add_identity_variable(out, name, value) : add_identity_header(out, name, value);
  out.append("\r\n");
  return out;
}

/// 302 leads a page load to the sign-in page; nginx knows only the others.
int check_status(int status, Door door) {
  if (status == 401 || status == 403) return status;
  if (status == 302) return door == Door::subrequest ? 401 : 302;
  return status >= 500 || status == 429 ? 503 : 403;
}

/// Adds the listed headers as long as they fit in one block.
void add_fitting(std::string& out, const Response& response, bool browser) {
  for (const auto& [name, value] : response.headers) {
    if (!(browser ? listed(browser_headers, name) : listed(subrequest_headers, name))) continue;
    const auto before = out.size();
    add_line(out, name, value);
    if (out.size() + 2 > largest_block) out.resize(before);
  }
}

/// Web servers lose the answer's body or its type: nginx takes only headers of a check, so the problem document is
/// one, and Apache calls every refusal text/html, so the true type is said beside it.
void keep_by_a_header(std::string& out, const Request& request, const Response& response) {
  const std::string type = found_header(response, "Content-Type");
  if (request.door == Door::authorizer && !type.empty()) return add_line(out, "X-Doorward-Content-Type", type);
  const bool fits = response.body.size() <= largest_document && type == "application/problem+json";
  if (request.door == Door::subrequest && fits) add_line(out, "X-Doorward-Problem", response.body);
}

std::string refuse(const Request& request, const Response& response) {
  const bool browser = request.door != Door::subrequest;
  int status = check_status(response.status, request.door);
  // An address that does not fit leads nowhere.
  if (status == 302 && found_header(response, "Location").size() > largest_block / 2) status = 401;
  std::string out = status_line(status);
  if (browser) add_line(out, "Content-Length", std::to_string(response.body.size()));
  keep_by_a_header(out, request, response);
  add_fitting(out, response, browser);
  out += "\r\n";
  if (browser) out += response.body;
  return out;
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
  log(Level::error, "identity does not fit in a header block",
      {{"bytes", std::int64_t(allowed.size())},
       {"correlation_id", request.correlation_id},
       {"trace_id", request.trace ? request.trace->trace_id : ""}});
  return refuse(request, Response::empty(403).with("X-Doorward-Reason", "INTERNAL_ERROR"));
}

}  // namespace doorward::door
