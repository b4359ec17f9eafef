// A page with a form: it brings its page token along, and the cookie that belongs to it.
#pragma once
#include <string>

#include "endpoint/call.hh"
#include "http/page.hh"

namespace doorward::endpoint {

/// `error`: why it is shown again; nullptr: for the first time. The status is the error's.
/// In the dress of the tenant with the slug `house`; empty: the platform's.
http::Response form_page(Call& call, const std::string& name, http::Page data, const Error* error,
                         const std::string& house = "");

}  // namespace doorward::endpoint
