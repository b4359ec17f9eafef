// The proof that a request which changes something comes from where it may.
#pragma once
#include "http/request.hh"
#include "route/body.hh"
#include "service/world.hh"

namespace doorward::route {

/// Sec-Fetch-Site same-origin or none passes; same-site and cross-site only from a listed Origin. Without it an
/// Origin must be our own or listed. With neither, JSON passes and forms need the page's token. CSRF_REJECTED.
Result<void> check_cross_site(service::Ask& ask, const http::Request& request, const Body& body);

}  // namespace doorward::route
