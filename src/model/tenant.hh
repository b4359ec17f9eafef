// A tenant: an organization with people and settings of its own.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "base/id.hh"
#include "base/time.hh"
#include "model/tenant_kind.hh"

namespace doorward {

enum class TenantStatus { active, suspended, canceled };
std::string_view to_word(TenantStatus status);
std::optional<TenantStatus> parse_tenant_status(std::string_view word);

struct Tenant {
  TenantId id;
  TenantKind kind = TenantKind::tenant;
  std::string slug, name;
  TenantStatus status = TenantStatus::active;
  std::string plan_type = "basic";  // basic | pro | enterprise
  std::optional<TenantId> reseller;
  std::optional<std::string> custom_domain;  // a host name of its own
  Time tokens_not_before{};
  Time created_at{}, updated_at{};
};

}  // namespace doorward
