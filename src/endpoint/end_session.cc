// DELETE /auth/sessions/{id}: one of one's own sessions.
#include "endpoint/call.hh"
#include "endpoint/revoked.hh"

namespace doorward::endpoint {

Result<http::Response> end_session(Call& call) {
  const auto id = Id::parse(call.path.at(0));
  if (!id) return Code::NOT_FOUND;
  const auto revoked = service::end_session(call.ask, *call.visitor, SessionId(*id));
  if (!revoked) return revoked.error();
  return revoked_answer(*revoked);
}

}  // namespace doorward::endpoint
