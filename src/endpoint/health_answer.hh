// The one shape of both answers about health.
#pragma once
#include "endpoint/call.hh"
#include "service/health.hh"

namespace doorward::endpoint {

/// Degraded is 200, unhealthy 503.
http::Response health_answer(const Call& call, const service::Health& found);

}  // namespace doorward::endpoint
