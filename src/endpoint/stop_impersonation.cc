// POST /auth/impersonation/stop: ends the session in which somebody acts for somebody else.
#include "endpoint/call.hh"
#include "endpoint/revoked.hh"
#include "service/impersonation.hh"

namespace doorward::endpoint {

Result<http::Response> stop_impersonation(Call& call) {
  const auto revoked = service::stop_impersonation(call.ask, *call.visitor);
  if (!revoked) return revoked.error();
  return revoked_answer(*revoked);
}

}  // namespace doorward::endpoint
