// GET /auth/organizations/slug-available/{slug}: may an organization take this name?
#include "endpoint/call.hh"
#include "service/accounts.hh"

namespace doorward::endpoint {

Result<http::Response> slug_available(Call& call) {
  const auto answer = service::slug_available(call.ask, call.path.at(0));
  return http::Response::json(
      200, port::Json::Object{{"slug", answer.slug},
                              {"available", answer.available},
                              {"reason", answer.reason.empty() ? port::Json() : port::Json(answer.reason)}});
}

}  // namespace doorward::endpoint
