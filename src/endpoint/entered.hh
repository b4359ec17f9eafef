// What a client gets after coming in: the objects, and cookies or tokens as its transport says.
#pragma once
#include <string>

#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "service/entrance.hh"

namespace doorward::endpoint {

/// The member `transport` of a JSON body; a form is always `session`.
Transport transport_of(const Call& call, Fields& fields);

/// VALIDATION_ERROR where the transport wants cookies that this origin may not have: asked before anything is done.
Result<void> cookies_fit(const Call& call, Transport transport);

/// {user, tenant, tenants, tokens?} with the transport's cookies.
Result<http::Response> entered_answer(Call& call, int status, const service::Entered& entered);

/// The transport's cookies alone: for forms, whose answer leads elsewhere.
Result<void> set_entered_cookies(Call& call, const service::Entered& entered, http::Response& response);

/// Access and refresh cookies.
Result<void> set_token_cookies(Call& call, const service::Tokens& tokens, http::Response& response);

/// Takes every cookie away that says who somebody is.
void clear_cookies(const Call& call, http::Response& response);

}  // namespace doorward::endpoint
