// The body of a request, read before anything is decided by it.
#pragma once
#include <string>

#include "base/config.hh"
#include "base/result.hh"
#include "http/request.hh"
#include "port/json.hh"
#include "route/row.hh"

namespace doorward::route {

struct Body {
  port::Json json = port::Json::Object{};
  bool form = false;
  std::string page_token, tenant;  // of a form: its fields csrf_token and tenant_id, which are the corridor's
};

/// A form's names with dots become objects ("user.email"); all its values are strings. An empty body is an
/// empty object. PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_BODY; VALIDATION_ERROR where it is no object.
Result<Body> read_body(const Config& config, const Row& row, const http::Request& request);

}  // namespace doorward::route
