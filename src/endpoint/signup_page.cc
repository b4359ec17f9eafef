// GET /auth/signup: the page that makes an organization.
#include "endpoint/forms.hh"

namespace doorward::endpoint {

Result<http::Response> signup_page(Call& call) {
  if (!call.config().signup.enabled) return Code::REGISTRATION_CLOSED;
  return signup_form(call, {}, nullptr);
}

}  // namespace doorward::endpoint
