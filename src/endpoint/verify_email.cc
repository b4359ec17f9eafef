// POST /auth/email/verify: the address is its owner's.
#include "endpoint/limits.hh"
#include "endpoint/one_time_forms.hh"
#include "endpoint/presented.hh"
#include "service/own_address.hh"

namespace doorward::endpoint {
namespace {

Result<void> verify(Call& call) {
  Fields fields(call.body);
  const auto presented = read_presented(fields);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (auto all = whole(presented); !all) return all;
  const auto tenant = tenant_of(call, presented);
  if (!tenant) return tenant.error();
  return service::verify_own_address(call.ask, *tenant, presented);
}

}  // namespace

Result<http::Response> verify_email(Call& call) {
  const auto done = verify(call);
  if (!call.form) return done ? http::Response::empty(204) : Result<http::Response>(done.error());
  return verify_form(call, typed_into(call), done ? FormState::done : FormState::fresh, done ? nullptr : &done.error());
}

}  // namespace doorward::endpoint
