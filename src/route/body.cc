// JSON by port/json, forms by port/form_body; both end as one tree.
#include "route/body.hh"

#include "base/text.hh"
#include "port/form_body.hh"

namespace doorward::route {
namespace {

constexpr std::string_view json_type = "application/json", form_type = "application/x-www-form-urlencoded";

/// "a.b" is member b of the object a. A name that is both object and text is refused.
Result<void> put(port::Json& into, std::string_view name, const std::string& value) {
  const auto dot = name.find('.');
  const std::string first(name.substr(0, dot));
  const auto* there = into.find(first);
  if (dot == std::string_view::npos) {
    if (there) return wrong(header_safe(first), "This field is there twice.");
    into.set(first, value);
    return {};
  }
  if (there && !there->object()) return wrong(header_safe(first), "This field is there twice.");
  port::Json inner = there ? *there : port::Json(port::Json::Object{});
  if (auto done = put(inner, name.substr(dot + 1), value); !done) return done.error();
  into.set(first, std::move(inner));
  return {};
}

Result<Body> form_body(const Config& config, const http::Request& request) {
  Body body;
  body.form = true;
  if (request.body.empty()) return body;
  const auto fields = port::parse_form(form_type, request.body, static_cast<std::size_t>(config.limits.body));
  if (!fields) return fields.error();
  for (const auto& [name, value] : *fields) {
    if (name == "csrf_token")
      body.page_token = value;
    else if (name == "tenant_id")
      body.tenant = value;
    else if (auto done = put(body.json, name, value); !done)
      return done.error();
  }
  return body;
}

Result<Body> json_body(const http::Request& request) {
  Body body;
  if (request.body.empty()) return body;
  auto json = port::parse_json(request.body);
  if (!json) return json.error();
  if (!json->object()) return wrong("", "An object is expected.");
  body.json = std::move(*json);
  return body;
}

}  // namespace

Result<Body> read_body(const Config& config, const Row& row, const http::Request& request) {
  if (row.takes == Takes::nothing) return Body{};
  if (request.body.size() > static_cast<std::size_t>(config.limits.body)) return Code::PAYLOAD_TOO_LARGE;
  if (row.takes == Takes::form && request.content_type == form_type) return form_body(config, request);
  if (request.content_type == json_type || (request.body.empty() && request.content_type.empty()))
    return json_body(request);
  return Code::UNSUPPORTED_MEDIA_TYPE;
}

}  // namespace doorward::route
