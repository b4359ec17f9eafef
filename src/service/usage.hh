// How much of its limits a tenant uses.
#pragma once
#include <map>

#include "model/tenant.hh"
#include "service/world.hh"

namespace doorward::service {

struct Usage {
  std::optional<std::int64_t> limit;  // nullopt: none
  std::int64_t used = 0;
};
/// By the limit's name, every limit there is. INVALID_TENANT.
Result<std::map<std::string, Usage>> usage_of(Ask& ask, TenantId tenant);

}  // namespace doorward::service
