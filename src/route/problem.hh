// From an Error to an answer: a problem document (RFC 9457), or a page where a browser loads one.
#pragma once
#include <string>

#include "base/config.hh"
#include "base/error.hh"
#include "http/request.hh"
#include "http/response.hh"

namespace doorward::route {

/// "tag:doorward,2026:problems/INVALID_TOKEN" (RFC 4151): stable, whatever host answers.
std::string problem_type(Code code);

/// Status, document or page, WWW-Authenticate (RFC 6750, RFC 9470) and Retry-After of an Error; without the
/// headers that every answer has. Never throws.
http::Response problem(const Config& config, const http::Request& request, const std::string& correlation_id,
                       const Error& error);

/// As a problem document, whoever asks; `status`: another than the Error's own.
http::Response problem_document(const std::string& correlation_id, const Error& error, int status = 0);

/// For doors: problem() with the headers that every answer has. The request may be nearly empty. Never throws.
http::Response refuse(const Config& config, const http::Request& request, const Error& error);

}  // namespace doorward::route
