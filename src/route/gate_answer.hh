// A refusal in the words that the check doors understand: 401, 403 or 503 and nothing else.
#pragma once
#include <optional>
#include <string>

#include "base/error.hh"
#include "http/request.hh"
#include "http/response.hh"
#include "model/visitor.hh"
#include "service/world.hh"

namespace doorward::route {

/// Logging in can help: 401 with WWW-Authenticate and X-Doorward-Login; a page load at the authorizer and at
/// forward-auth gets 302 to that address instead. It cannot: 403 with X-Doorward-Reason, and a page for a page
/// load. What is broken here: 503. Never throws, never allows.
http::Response gate_refusal(service::Ask& ask, const http::Request& request, const Error& error,
                            const std::optional<Visitor>& visitor);

}  // namespace doorward::route
