// The answer to every revocation.
#pragma once
#include "http/response.hh"
#include "service/sessions.hh"

namespace doorward::endpoint {

/// 204 when it holds everywhere; 202 {effective_at} when it is committed and holds from then on.
http::Response revoked_answer(const service::Revoked& revoked);

}  // namespace doorward::endpoint
