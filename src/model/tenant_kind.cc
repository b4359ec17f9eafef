// The words of the column tenants.kind.
#include "model/tenant_kind.hh"

namespace doorward {

std::string_view to_word(TenantKind kind) {
  switch (kind) {
    case TenantKind::tenant: return "tenant";
    case TenantKind::reseller: return "reseller";
    case TenantKind::platform: return "platform";
  }
  return "";
}

std::optional<TenantKind> parse_tenant_kind(std::string_view word) {
  for (TenantKind kind : {TenantKind::tenant, TenantKind::reseller, TenantKind::platform})
    if (to_word(kind) == word) return kind;
  return std::nullopt;
}

}  // namespace doorward
