// GET /auth/logged-out: asks whoever is signed in, tells everybody else that they are not.
#include "endpoint/forms.hh"

namespace doorward::endpoint {

Result<http::Response> logged_out_page(Call& call) { return logged_out_form(call, call.visitor.has_value()); }

}  // namespace doorward::endpoint
