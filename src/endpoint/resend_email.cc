// POST /auth/email/resend: the message that verifies an address once more, if somebody waits for it.
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "endpoint/one_time_forms.hh"
#include "service/own_address.hh"

namespace doorward::endpoint {
namespace {

Result<void> resend(Call& call) {
  Fields fields(call.body);
  const auto email = fields.text("email", longest::email);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  return service::resend_verification(call.ask, call.tenant->id, email);
}

}  // namespace

Result<http::Response> resend_email(Call& call) {
  const auto done = resend(call);
  if (!call.form) return done ? http::Response::empty(202) : Result<http::Response>(done.error());
  return verify_form(call, typed_into(call), done ? FormState::sent : FormState::fresh, done ? nullptr : &done.error());
}

}  // namespace doorward::endpoint
