// GET /auth/password/forgot: the page to ask for a new password.
#include "endpoint/one_time_forms.hh"

namespace doorward::endpoint {

Result<http::Response> forgot_password_page(Call& call) {
  return forgot_form(call, asked_for(call), FormState::fresh, nullptr);
}

}  // namespace doorward::endpoint
