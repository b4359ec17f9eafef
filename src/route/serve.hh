// The corridor: row, credential, tenant, visitor, gate, run, error to response. A test is one more door:
// it enters here.
#pragma once
#include "http/request.hh"
#include "http/response.hh"
#include "service/world.hh"

namespace doorward::route {

/// Never throws. Every answer carries X-Correlation-Id and the security headers. `hashed`: what foreseeing this very
/// request made (route/visitor).
http::Response serve(service::World& world, const http::Request& request, service::TokenHash hashed = {});

}  // namespace doorward::route
