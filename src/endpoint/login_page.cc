// GET /auth/login: the page to sign in, as its address (often made by the gate) says.
#include "endpoint/forms.hh"
#include "service/keyring.hh"

namespace doorward::endpoint {

Result<http::Response> login_page(Call& call) {
  const auto& key = call.ask.world.keys.sub_key("login-address");
  return login_form(call, {http::read_login_address(call.config(), key, call.request), ""}, nullptr);
}

}  // namespace doorward::endpoint
