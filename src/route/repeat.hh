// Idempotency-Key at the corridor: a row that creates runs once per key, and answers twice.
#pragma once
#include <functional>

#include "base/result.hh"
#include "endpoint/call.hh"
#include "http/response.hh"
#include "route/row.hh"

namespace doorward::route {

/// Runs `row` for `call`, or gives the answer that the same request had before. Only what went well is kept:
/// a refusal did nothing, so the next request with the key tries again.
Result<http::Response> run_once(const Row& row, endpoint::Call& call);

}  // namespace doorward::route
