// DELETE /auth/users/{id}: the account answers nothing any more; with ?erase=true nothing personal is left.
#include "endpoint/person_path.hh"
#include "endpoint/revoked.hh"
#include "service/people.hh"

namespace doorward::endpoint {

Result<http::Response> delete_user(Call& call) {
  const auto id = person_in_path(call);
  const auto erase = call.request.query_parameter("erase").value_or("false");
  if (erase != "true" && erase != "false") return wrong("erase", "true or false is expected.");
  if (!id) return id.error();
  const auto end = erase == "true" ? service::erase_account : service::remove_account;
  const auto revoked = end(call.ask, call.actor(), *id);
  if (!revoked) return revoked.error();
  return revoked_answer(*revoked);
}

}  // namespace doorward::endpoint
