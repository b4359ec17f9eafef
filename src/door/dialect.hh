// An answer in the words of its door: plain, nginx's subrequest, Apache's authorizer, forward-auth.
#pragma once
#include <string>
#include <string_view>

#include "http/request.hh"
#include "http/response.hh"

namespace doorward::door {

/// The CGI form of a response (RFC 3875 section 6): "Status: …", headers, an empty line, body.
///
/// At a check door the headers are those of a fixed list and together at most 3,500 bytes; a visitor
/// passes (204, or 200 with Variable-… for an authorizer) and identity is written only when `response`
/// carries an Allowed. Whatever else a check door's response says becomes 401, 403 or 503, and where a browser
/// sees the answer (authorizer, forward-auth) 302.
std::string write_response(const http::Request& request, const http::Response& response);

/// The status of what was written.
int status_of(std::string_view answer);

}  // namespace doorward::door
