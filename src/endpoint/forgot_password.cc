// POST /auth/password/forgot: a message, if the address has an account. Nobody learns whether it has.
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "endpoint/one_time_forms.hh"
#include "service/forgotten_password.hh"

namespace doorward::endpoint {
namespace {

Result<void> forgot(Call& call) {
  Fields fields(call.body);
  const auto email = fields.text("email", longest::email);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  return service::forgot_password(call.ask, call.tenant->id, email);
}

}  // namespace

Result<http::Response> forgot_password(Call& call) {
  const auto done = forgot(call);
  if (!call.form) return done ? http::Response::empty(202) : Result<http::Response>(done.error());
  if (!done) return forgot_form(call, typed_into(call), FormState::fresh, &done.error());
  return reset_form(call, typed_into(call), FormState::sent, nullptr);
}

}  // namespace doorward::endpoint
