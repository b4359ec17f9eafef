// GET /auth/health/live: a worker answers with what it knows of itself, and asks nobody else for it.
#include "endpoint/health_answer.hh"

namespace doorward::endpoint {

Result<http::Response> health_live(Call& call) { return health_answer(call, service::check_own_health(call.ask)); }

}  // namespace doorward::endpoint
