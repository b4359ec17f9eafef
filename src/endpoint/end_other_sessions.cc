// DELETE /auth/sessions: all of one's own sessions but this one.
#include "endpoint/call.hh"
#include "endpoint/revoked.hh"

namespace doorward::endpoint {

Result<http::Response> end_other_sessions(Call& call) {
  const auto revoked = service::end_other_sessions(call.ask, *call.visitor);
  if (!revoked) return revoked.error();
  return revoked_answer(*revoked);
}

}  // namespace doorward::endpoint
