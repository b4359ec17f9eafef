// GET /auth/password/reset: shows the form and uses nothing up, whoever follows the link.
#include "endpoint/one_time_forms.hh"

namespace doorward::endpoint {

Result<http::Response> reset_password_page(Call& call) {
  return reset_form(call, asked_for(call), FormState::fresh, nullptr);
}

}  // namespace doorward::endpoint
