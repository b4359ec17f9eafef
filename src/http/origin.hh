// Where a request comes from: the origins of RFC 6454 and what a browser says of them.
#pragma once
#include <string>
#include <string_view>

#include "base/config.hh"
#include "http/request.hh"

namespace doorward::http {

/// "https://app.example:8443" of "https://App.example:8443/path"; a default port is left out; empty: no http origin.
std::string origin_of(std::string_view url);

/// The origin that the client asked: scheme and host of the request.
std::string own_origin(const Request& request);

/// Listed in cors.origins?
bool listed_origin(const Config& config, std::string_view origin);

}  // namespace doorward::http
