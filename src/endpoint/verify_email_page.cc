// GET /auth/email/verify: shows the form and uses nothing up, whoever follows the link.
#include "endpoint/one_time_forms.hh"

namespace doorward::endpoint {

Result<http::Response> verify_email_page(Call& call) {
  return verify_form(call, asked_for(call), FormState::fresh, nullptr);
}

}  // namespace doorward::endpoint
