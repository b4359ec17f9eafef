// The words of the column tenants.status.
#include "model/tenant.hh"

namespace doorward {

std::string_view to_word(TenantStatus status) {
  switch (status) {
    case TenantStatus::active: return "active";
    case TenantStatus::suspended: return "suspended";
    case TenantStatus::canceled: return "canceled";
  }
  return "";
}

std::optional<TenantStatus> parse_tenant_status(std::string_view word) {
  for (TenantStatus status : {TenantStatus::active, TenantStatus::suspended, TenantStatus::canceled})
    if (to_word(status) == word) return status;
  return std::nullopt;
}

}  // namespace doorward
