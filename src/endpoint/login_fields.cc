// A log-in as the service wants it, with the device's cookie if there is one.
#include "endpoint/login_fields.hh"

#include "endpoint/entered.hh"
#include "endpoint/limits.hh"
#include "http/cookie.hh"

namespace doorward::endpoint {

Result<service::LogIn> read_login(const Call& call) {
  Fields fields(call.body);
  service::LogIn wanted;
  wanted.email = fields.text("email", longest::email);
  wanted.password = fields.secret("password", longest::password);
  wanted.device_id = fields.maybe_text("device_id", longest::device_id).value_or("");
  wanted.device_cookie = http::cookie_of(call.request, http::CookieKind::device).value_or("");
  wanted.transport = transport_of(call, fields);
  if (call.form) fields.maybe_text("return_to", longest::token);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (auto fit = cookies_fit(call, wanted.transport); !fit) return fit.error();
  return wanted;
}

}  // namespace doorward::endpoint
