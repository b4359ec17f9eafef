// The body of both log-ins.
#pragma once
#include "endpoint/call.hh"
#include "service/accounts.hh"

namespace doorward::endpoint {

/// {email, password, device_id?, transport?}, and return_to in a form. VALIDATION_ERROR.
Result<service::LogIn> read_login(const Call& call);

}  // namespace doorward::endpoint
