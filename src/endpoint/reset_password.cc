// POST /auth/password/reset: a new password for a link or a code. Signs nobody in.
#include "endpoint/limits.hh"
#include "endpoint/one_time_forms.hh"
#include "endpoint/presented.hh"
#include "endpoint/revoked.hh"
#include "service/forgotten_password.hh"

namespace doorward::endpoint {
namespace {

Result<service::Revoked> reset(Call& call) {
  Fields fields(call.body);
  service::PasswordReset wanted;
  wanted.presented = read_presented(fields);
  wanted.wanted = fields.secret("new_password", longest::password);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (auto all = whole(wanted.presented); !all) return all.error();
  const auto tenant = tenant_of(call, wanted.presented);
  if (!tenant) return tenant.error();
  return service::reset_password(call.ask, *tenant, wanted);
}

}  // namespace

Result<http::Response> reset_password(Call& call) {
  const auto done = reset(call);
  if (!call.form) return done ? revoked_answer(*done) : Result<http::Response>(done.error());
  return reset_form(call, typed_into(call), done ? FormState::done : FormState::fresh, done ? nullptr : &done.error());
}

}  // namespace doorward::endpoint
