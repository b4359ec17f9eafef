// Idempotency-Key: a repeated request has the answer of the first, and its effect once.
#pragma once
#include <optional>
#include <string>

#include "base/result.hh"
#include "service/world.hh"
#include "store/idempotency.hh"

namespace doorward::service {

/// One request with a key. `caller`: who (empty: a stranger) and which route; `body`: everything that must be
/// the same when it is repeated. Without a tenant: platform_tenant.
struct Repeatable {
  TenantId tenant;
  std::string caller, key, body;
};

struct Repeat {
  std::optional<std::string> answer;  // of the first request: nothing is to be done
  // Otherwise this request is the first, to be ended by keep_answer or forget_repeat:
  TenantId tenant;
  store::RepeatKey key;
  Time claimed{};
};

/// VALIDATION_ERROR: not 1 to 64 of [A-Za-z0-9_-]. CONFLICT: the same key with another body, or the first is
/// still under way (retry_after is set). A first that was never ended counts as under way for a minute; kept
/// answers count for 24 hours.
Result<Repeat> begin_repeat(Ask& ask, const Repeatable& request);
/// The answer is sealed with the master key.
void keep_answer(Ask& ask, const Repeat& repeat, int status, const std::string& answer);
/// Nothing was done: the key is free again.
void forget_repeat(Ask& ask, const Repeat& repeat);

}  // namespace doorward::service
