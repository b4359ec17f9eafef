// What is done to one person: POST /auth/users/{id}/role, suspend, activate, unlock, password/reset; DELETE /auth/users/{id}/sessions.
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "endpoint/person_path.hh"
#include "endpoint/revoked.hh"
#include "service/people.hh"

namespace doorward::endpoint {
namespace {

using Act = Result<service::Revoked> (*)(service::Ask&, const service::Actor&, UserId);

Result<http::Response> act_on(Call& call, Act act) {
  const auto id = person_in_path(call);
  if (!id) return id.error();
  const auto revoked = act(call.ask, call.actor(), *id);
  if (!revoked) return revoked.error();
  return revoked_answer(*revoked);
}

}  // namespace

Result<http::Response> suspend_user(Call& call) { return act_on(call, service::suspend_account); }
Result<http::Response> activate_user(Call& call) { return act_on(call, service::activate_account); }
Result<http::Response> unlock_user(Call& call) { return act_on(call, service::unlock_account); }
Result<http::Response> reset_user_password(Call& call) { return act_on(call, service::reset_account_password); }
Result<http::Response> end_user_sessions(Call& call) { return act_on(call, service::end_account_sessions); }

Result<http::Response> give_user_role(Call& call) {
  const auto id = person_in_path(call);
  Fields fields(call.body);
  const auto role = fields.text("role", longest::role);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (!id) return id.error();
  const auto revoked = service::give_role(call.ask, call.actor(), *id, role);
  if (!revoked) return revoked.error();
  return revoked_answer(*revoked);
}

}  // namespace doorward::endpoint
