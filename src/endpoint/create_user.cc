// POST /auth/users: an account, made by who administers the tenant.
#include "endpoint/account_fields.hh"
#include "endpoint/call.hh"
#include "endpoint/limits.hh"
#include "endpoint/objects.hh"

namespace doorward::endpoint {

Result<http::Response> create_user(Call& call) {
  Fields fields(call.body);
  service::NewAccount wanted = read_new_account(fields);
  wanted.role = fields.maybe_text("role", longest::role).value_or("user");
  wanted.verified = fields.flag("email_verified");
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const auto made = service::create_account(call.ask, call.actor(), wanted);
  if (!made) return made.error();
  return http::Response::json(201, account_object(*made));
}

}  // namespace doorward::endpoint
