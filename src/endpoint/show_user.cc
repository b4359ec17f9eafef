// GET /auth/users/{id}: one person of the tenant.
#include "endpoint/objects.hh"
#include "endpoint/person_path.hh"

namespace doorward::endpoint {

Result<http::Response> show_user(Call& call) {
  const auto id = person_in_path(call);
  if (!id) return id.error();
  const auto account = service::find_account(call.ask, call.actor(), *id);
  if (!account) return account.error();
  return http::Response::json(200, account_object(*account));
}

}  // namespace doorward::endpoint
