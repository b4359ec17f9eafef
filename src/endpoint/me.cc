// GET /auth/me: the own account and its tenant.
#include "endpoint/call.hh"
#include "endpoint/own_account.hh"

namespace doorward::endpoint {

Result<http::Response> me(Call& call) {
  const auto found = service::me(call.ask, *call.visitor);
  if (!found) return found.error();
  return own_account(*found);
}

}  // namespace doorward::endpoint
