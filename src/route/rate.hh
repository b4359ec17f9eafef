// Rate limits: one class per row of routes.def, counted in memcached or, without it, in MySQL.
#pragma once
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hh"
#include "base/time.hh"
#include "http/response.hh"
#include "model/visitor.hh"
#include "service/world.hh"

namespace doorward::route {

struct RateRow {
  std::string_view name;
  seconds window;
  std::int64_t address, tenant, everyone;  // 0: not counted
  std::string_view sentence;
};
const std::vector<RateRow>& rate_rows();
const RateRow* rate_row(std::string_view name);  // nullptr for "none"

/// What a limited request is told: the tightest of the counts.
struct RateState {
  const RateRow* row = nullptr;
  std::int64_t limit = 0, left = 0;
  seconds resets_in{};
  seconds retry_after{};  // > 0: refused, one more would pass after this
};

/// Counts this request; nullopt when the class is "none".
std::optional<RateState> count_request(service::Ask& ask, std::string_view name, const std::optional<TenantId>& tenant);

/// RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers).
void tell_rate(const RateState& state, http::Response& response);

}  // namespace doorward::route
