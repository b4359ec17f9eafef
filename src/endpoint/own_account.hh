// The answer of GET and PATCH /auth/me.
#pragma once
#include "http/response.hh"
#include "service/accounts.hh"

namespace doorward::endpoint {

/// 200 {user, tenant}
http::Response own_account(const service::Me& me);

}  // namespace doorward::endpoint
