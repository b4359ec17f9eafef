// 204 is said when it is true.
#include "endpoint/revoked.hh"

namespace doorward::endpoint {

http::Response revoked_answer(const service::Revoked& revoked) {
  if (!revoked.effective_at) return http::Response::empty(204);
  return http::Response::json(202, port::Json::Object{{"effective_at", to_rfc3339(*revoked.effective_at)}});
}

}  // namespace doorward::endpoint
