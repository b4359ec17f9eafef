// A browser or script in front of route::serve: builds requests, keeps cookies, reads answers. Header only, since
// not every test program links the whole service.
#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/encode.hh"
#include "base/text.hh"
#include "http/request.hh"
#include "http/response.hh"
#include "port/json.hh"
#include "route/serve.hh"
#include "support/world.hh"

namespace tests {

using doorward::http::Request;
using doorward::http::Response;
using doorward::port::Json;
using Headers = std::vector<std::pair<std::string, std::string>>;

inline std::string header_of(const Response& response, std::string_view name) {
  std::string found;
  for (const auto& [key, value] : response.headers)
    if (doorward::same_ascii(key, name)) found = value;
  return found;
}

inline Json json_of(const Response& response) {
  auto json = doorward::port::parse_json(response.body);
  return json ? *json : Json();
}

/// The text at "user.email"; empty: there is none.
inline std::string text_at(const Json& json, std::string_view path) {
  const Json* now = &json;
  for (auto part : doorward::split(path, '.')) {
    now = now->find(part);
    if (!now) return "";
  }
  return now->string() ? *now->string() : "";
}

inline std::string code_of(const Response& response) { return text_at(json_of(response), "code"); }

/// "field field …" of a VALIDATION_ERROR.
inline std::string fields_of(const Response& response) {
  const Json json = json_of(response);
  const Json* errors = json.find("errors");
  std::vector<std::string> names;
  if (errors && errors->array())
    for (const auto& error : *errors->array()) names.push_back(text_at(error, "field"));
  return doorward::join(names, " ");
}

class Desk {
 public:
  explicit Desk(World& world) : world_(world), address_(random_address(world)) {}

  /// A plain request with the desk's cookies and headers.
  Request request(const std::string& method, const std::string& path, const Headers& headers = {}) const {
    Request made;
    made.method = method;
    const auto mark = path.find('?');
    made.path = path.substr(0, mark);
    if (mark != std::string::npos) made.query = path.substr(mark + 1);
    made.host = host;
    made.scheme = scheme;
    made.address = address_;
    made.headers = always;
    for (const auto& header : headers) made.headers.push_back(header);
    for (const auto& [name, value] : cookies) made.cookies.push_back({name, value});
    return made;
  }
  Response ask(const Request& request) {
    auto response = doorward::route::serve(world_.service, request);
    for (const auto& [name, value] : response.headers)
      if (doorward::same_ascii(name, "Set-Cookie")) keep(value);
    return response;
  }
  Response get(const std::string& path, const Headers& headers = {}) { return ask(request("GET", path, headers)); }
  Response send(const std::string& method, const std::string& path, const std::string& type, const std::string& body,
                const Headers& headers = {}) {
    auto made = request(method, path, headers);
    made.content_type = type;
    made.body = body;
    return ask(made);
  }
  Response json(const std::string& method, const std::string& path, const Json& body, const Headers& headers = {}) {
    return send(method, path, "application/json", doorward::port::dump_json(body), headers);
  }
  Response post(const std::string& path, const Json& body, const Headers& headers = {}) {
    return json("POST", path, body, headers);
  }
  Response form(const std::string& path, const std::vector<std::pair<std::string, std::string>>& fields,
                const Headers& headers = {}) {
    std::vector<std::string> parts;
    parts.reserve(fields.size());
    for (const auto& [name, value] : fields)
      parts.push_back(doorward::percent_encode(name) + "=" + doorward::percent_encode(value));
    return send("POST", path, "application/x-www-form-urlencoded", doorward::join(parts, "&"), headers);
  }

  std::map<std::string, std::string> cookies;
  Headers always;
  std::string host = "127.0.0.1:8080", scheme = "http";

 private:
  static std::string random_address(World& world) {
    const auto bytes = world.random.bytes(3);
    std::string text = "10";
    for (char byte : bytes) text += "." + std::to_string(static_cast<unsigned char>(byte));
    return text;
  }
  void keep(const std::string& cookie) {
    const auto equals = cookie.find('=');
    const auto end = cookie.find(';');
    const auto value = cookie.substr(equals + 1, end - equals - 1);
    if (cookie.find("; Max-Age=0") != std::string::npos)
      cookies.erase(cookie.substr(0, equals));
    else
      cookies[cookie.substr(0, equals)] = value;
  }

  World& world_;
  std::string address_;
};

inline Headers bearer(const std::string& token) { return {{"authorization", "Bearer " + token}}; }

/// A tenant with one person in it, and a desk in front of the service.
struct House {
  explicit House(const doorward::ConfigWords& changes = {}, const std::string& role = "user")
      : world(changes),
        tenant(world.make_tenant()),
        slug(world.slug_of(tenant)),
        user(world.make_user(tenant, role)),
        desk(world) {
    desk.always = {{"x-tenant-id", slug}};
  }

  Json credentials(const MadeUser& who, const std::string& transport = "token") const {
    return Json::Object{{"email", who.email}, {"password", who.password.reveal()}, {"transport", transport}};
  }
  Response log_in(Desk& at, const MadeUser& who, const std::string& transport = "token") {
    return at.post("/auth/login", credentials(who, transport));
  }
  std::string access_token(const MadeUser& who) {
    Desk fresh(world);
    fresh.always = {{"x-tenant-id", world.slug_of(who.tenant)}};
    return text_at(json_of(log_in(fresh, who)), "tokens.access_token");
  }

  World world;
  doorward::TenantId tenant;
  std::string slug;
  MadeUser user;
  Desk desk;
};

constexpr const char* good_password = "violet harbor seventeen lanterns";

}  // namespace tests
