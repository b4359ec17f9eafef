#include "door/envelope.hh"

#include <algorithm>
#include <charconv>

#include "base/log.hh"
#include "base/text.hh"
#include "door/client.hh"
#include "door/target.hh"
#include "http/cookie.hh"

namespace doorward::door {
namespace {

using http::Door;

constexpr std::size_t longest_host = 255, longest_method = 32, longest_correlation = 64;

bool only(std::string_view text, std::string_view extra) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || extra.find(c) != extra.npos;
  });
}

bool good_method(std::string_view method) {
  return !method.empty() && method.size() <= longest_method && only(method, "!#$%&'*+-.^_`|~");
}

bool good_host(std::string_view host) { return host.size() <= longest_host && only(host, "-._:[]"); }

bool known_scheme(std::string_view scheme) { return scheme == "http" || scheme == "https"; }

bool good_correlation(std::string_view id) {
  return !id.empty() && id.size() <= longest_correlation && only(id, "._-");
}

Error malformed(std::string_view what) {
  return Error(Code::VALIDATION_ERROR, "The request's " + std::string(what) + " cannot be understood.");
}

bool knows_secret(const Parameters& parameters, const DoorRules& rules) {
  const auto said = parameters.said("DOORWARD_SECRET").value_or("");
  bool known = false;
  for (const auto& secret : rules.secrets) known = same_secret(said, secret.reveal()) || known;
  return known;
}

/// One envelope being opened; each step may refuse.
struct Opening {
  const Parameters& parameters;
  const Doorway& doorway;
  const DoorRules& rules;
  const std::string& fresh;
  Envelope made{};
  std::string_view peer{};  // REMOTE_ADDR

  http::Request& request() { return made.request; }
  std::string header(std::string_view name) { return request().header(name).value_or(""); }
  std::string said(std::string_view name) const { return std::string(parameters.said(name).value_or("")); }

  std::optional<Error> choose_door() {
    const auto word = parameters.said("DOORWARD_DOOR");
    if (doorway.authorizer)
      request().door = Door::authorizer;
    else if (word == "check-nginx")
      request().door = Door::subrequest;
    else if (word == "check-forward")
      request().door = Door::forward;
    else if (word) {
      log(Level::error, "DOORWARD_DOOR is neither check-nginx nor check-forward", {{"said", *word}});
      return Error(Code::NETWORK_NOT_ALLOWED);
    }
    return std::nullopt;
  }

  std::optional<Error> believe() {
    if (doorway.tcp && !knows_secret(parameters, rules)) {
      log(Level::warning, "request at the TCP door without the right DOORWARD_SECRET");
      return Error(Code::NETWORK_NOT_ALLOWED);
    }
    if (const auto name = parameters.contradiction(); !name.empty()) {
      log(Level::warning, "parameter given twice with different values", {{"name", name}});
      return malformed("parameters");
    }
    peer = parameters.said("REMOTE_ADDR").value_or("");
    return std::nullopt;
  }

  std::optional<Error> origin() {
    const bool proxied = trusted(peer, rules.proxies);
    const std::string https = lower_ascii(parameters.said("HTTPS").value_or("off"));
    const std::string server =
        lower_ascii(parameters.said("REQUEST_SCHEME").value_or(https == "off" ? "http" : "https"));
    const std::string forwarded = proxied ? lower_ascii(last_of(header("x-forwarded-proto"))) : "";
    request().scheme = forwarded == "http" || forwarded == "https" ? forwarded : server;
    request().host = lower_ascii(header("host"));
    request().address = client_address(peer, header("x-forwarded-for"), rules.proxies);
    if (!good_host(request().host)) return malformed("host");
    return known_scheme(request().scheme) ? std::nullopt : std::optional(malformed("scheme"));
  }

  /// The path as the web server understood it; after an internal redirect REQUEST_URI still names the page
  /// before. REQUEST_URI alone is parsed where nothing else is said.
  std::optional<Error> target() {
    request().path = served_path();
    request().query = said("QUERY_STRING");
    if (request().path.empty()) {
      auto parsed = parse_target(parameters.said("REQUEST_URI").value_or(""));
      if (!parsed || (!parsed->authority.empty() && lower_ascii(parsed->authority) != request().host))
        return malformed("target");
      request().path = std::move(parsed->path);
      request().query = std::move(parsed->query);
    }
    return good_path(request().path) && !has_control(request().query) ? std::nullopt
                                                                      : std::optional(malformed("target"));
  }

  /// Decoded once by the server: nginx's DOCUMENT_URI, else SCRIPT_NAME and PATH_INFO (RFC 3875). Of a script
  /// that stands elsewhere and is handed our whole path, PATH_INFO alone.
  std::string served_path() const {
    if (const auto document = parameters.said("DOCUMENT_URI")) return std::string(*document);
    const std::string info = said("PATH_INFO");
    const std::string whole = said("SCRIPT_NAME") + info;
    return !below_base(whole) && below_base(info) ? info : whole;
  }

  bool below_base(std::string_view path) const {
    return path.starts_with(rules.base_path) && path.substr(rules.base_path.size()).starts_with('/');
  }

  /// What the web server asks about the protected page.
  std::optional<Error> gate_question() {
    const bool known_proxy = request().door == Door::forward && trusted(peer, rules.forward_networks);
    const auto ask = [&](std::string_view name, std::string_view forwarded, const std::string& otherwise) {
      const auto ours = parameters.said(name);
      if (ours) return std::string(*ours);
      const std::string theirs = known_proxy ? last_of(header(forwarded)) : "";
      return theirs.empty() ? otherwise : theirs;
    };
    if (request().door == Door::forward && !known_proxy && !parameters.said("DOORWARD_URI"))
      return Error(Code::NETWORK_NOT_ALLOWED);
    http::GateQuestion question;
    question.uri = ask("DOORWARD_URI", "x-forwarded-uri", said("REQUEST_URI"));
    question.host = lower_ascii(ask("DOORWARD_HOST", "x-forwarded-host", request().host));
    question.scheme = lower_ascii(ask("DOORWARD_SCHEME", "x-forwarded-proto", request().scheme));
    question.method = ask("DOORWARD_METHOD", "x-forwarded-method", request().method);
    question.tenant = parameters.said("DOORWARD_TENANT");
    question.require = said("DOORWARD_REQUIRE");
    question.accept = said("DOORWARD_ACCEPT");
    if (known_proxy) request().address = client_address(peer, header("x-forwarded-for"), rules.forward_networks);
    if (!good_host(question.host) || has_control(question.uri) || !known_scheme(question.scheme))
      return malformed("target");
    request().host = question.host;
    request().scheme = question.scheme;
    request().path = rules.base_path + "/verify";
    request().gate = std::move(question);
    return std::nullopt;
  }

  std::optional<Error> body() {
    const auto given = parameters.said("CONTENT_LENGTH");
    made.wants_body = !doorway.cgi || given;
    if (!given) return std::nullopt;
    const bool digits = std::all_of(given->begin(), given->end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || (given->size() > 1 && given->front() == '0'))
      return Error(Code::MALFORMED_BODY, "Content-Length is not a number.");
    std::size_t length = 0;
    const auto [end, ec] = std::from_chars(given->data(), given->data() + given->size(), length);
    if (ec != std::errc{} || length > rules.body) return Error(Code::PAYLOAD_TOO_LARGE);
    made.length = length;
    return std::nullopt;
  }

  std::optional<Error> run() {
    if (parameters.size() > rules.headers) return Error(Code::HEADERS_TOO_LARGE);
    request().headers = parameters.headers();
    if (const std::string own = header("x-correlation-id"); good_correlation(own)) request().correlation_id = own;
    request().trace = parse_traceparent(header("traceparent"));
    // A fresh correlation id has 32 random digits: enough for a span.
    if (request().trace) request().trace->span_id = fresh.substr(0, 16);
    if (auto no = choose_door()) return no;
    if (auto no = believe()) return no;
    const std::string method = said("REQUEST_METHOD");
    if (!good_method(method)) return malformed("method");
    request().method = method;
    request().cookies = http::parse_cookies(header("cookie"));
    const std::string type = said("CONTENT_TYPE");
    request().content_type = lower_ascii(trim(std::string_view(type).substr(0, type.find(';'))));
    if (!type.empty()) request().headers.emplace_back("content-type", type);
    if (auto no = origin()) return no;
    if (request().door != Door::plain) return gate_question();
    request().location_tenant = parameters.said("DOORWARD_TENANT");
    if (auto no = target()) return no;
    return body();
  }
};

}  // namespace

Result<DoorRules> DoorRules::from(const Config& config) {
  DoorRules rules;
  rules.base_path = config.service.base_path;
  rules.headers = std::size_t(config.limits.headers);
  rules.body = std::size_t(config.limits.body);
  auto proxies = parse_networks("service.trusted_proxies", config.service.trusted_proxies);
  if (!proxies) return proxies.error();
  auto forward = parse_networks("service.forward_auth_networks", config.service.forward_auth_networks);
  if (!forward) return forward.error();
  if (auto watching = parse_networks("metrics.networks", config.metrics.networks); !watching) return watching.error();
  rules.proxies = std::move(*proxies);
  rules.forward_networks = std::move(*forward);
  for (auto word : words(config.run.gate_secrets.reveal())) rules.secrets.emplace_back(std::string(word));
  return rules;
}

Envelope open_envelope(const Parameters& parameters, const Doorway& doorway, const DoorRules& rules,
                       const std::string& fresh_id) {
  Opening opening{parameters, doorway, rules, fresh_id};
  opening.request().correlation_id = fresh_id;
  opening.made.refused = opening.run();
  return std::move(opening.made);
}

std::optional<Error> put_body(Envelope& envelope, std::string body) {
  if (envelope.length && body.size() != *envelope.length)
    return Error(Code::MALFORMED_BODY, "The body is not as long as Content-Length says.");
  envelope.request.body = std::move(body);
  return std::nullopt;
}

}  // namespace doorward::door
