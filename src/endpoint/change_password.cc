// PUT /auth/password: the own password; every other session ends.
#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "endpoint/revoked.hh"

namespace doorward::endpoint {

Result<http::Response> change_password(Call& call) {
  Fields fields(call.body);
  service::PasswordChange change;
  change.current = fields.secret("current_password", longest::password);
  change.wanted = fields.secret("new_password", longest::password);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const auto revoked = service::change_password(call.ask, *call.visitor, change);
  if (!revoked) return revoked.error();
  return revoked_answer(*revoked);
}

}  // namespace doorward::endpoint
