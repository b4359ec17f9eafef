// Cross-origin resource sharing (Fetch standard) for the origins listed in cors.origins.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/config.hh"
#include "http/request.hh"
#include "http/response.hh"

namespace doorward::route {

/// OPTIONS: a preflight is answered, a plain one gets Allow. 204 in both cases.
http::Response answer_options(const Config& config, const http::Request& request,
                              const std::vector<std::string>& methods);

/// For a listed Origin: whose pages may read the answer. Vary tells caches, listed or not.
void share(const Config& config, const http::Request& request, http::Response& response);

}  // namespace doorward::route
