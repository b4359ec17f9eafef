// Headers that every answer has.
#pragma once
#include <string>

#include "base/config.hh"
#include "http/request.hh"
#include "http/response.hh"
#include "port/random.hh"

namespace doorward::route {

/// The client's own X-Correlation-Id when it is 1 to 64 of [A-Za-z0-9._-], else a new id.
std::string correlation_of(const http::Request& request, port::Random& random, Time now);

/// X-Correlation-Id, Cache-Control: no-store and the security headers. What lets a visitor pass a check door
/// gets the first two alone: the rest would speak for the protected application.
void decorate(const Config& config, const http::Request& request, const std::string& correlation_id,
              http::Response& response);

}  // namespace doorward::route
