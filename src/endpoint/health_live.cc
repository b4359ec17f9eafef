// GET /auth/health/live: a worker answers, and asks nobody else for it.
#include "base/time.hh"
#include "build.hh"
#include "endpoint/call.hh"

namespace doorward::endpoint {

Result<http::Response> health_live(Call& call) {
  return http::Response::json(
      200, port::Json::Object{
               {"status", "healthy"}, {"timestamp", to_rfc3339(call.ask.now)}, {"version", DOORWARD_VERSION}});
}

}  // namespace doorward::endpoint
