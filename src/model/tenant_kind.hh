// What a tenant row stands for: a customer's organization, a reseller's own house, or the platform.
#pragma once
#include <optional>
#include <string_view>

namespace doorward {

enum class TenantKind { tenant, reseller, platform };
std::string_view to_word(TenantKind kind);
std::optional<TenantKind> parse_tenant_kind(std::string_view word);

}  // namespace doorward
