// A tenant: an organization with people and settings of its own.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id.hh"
#include "base/time.hh"
#include "model/plan.hh"
#include "model/tenant_kind.hh"

namespace doorward {

enum class TenantStatus { active, suspended, canceled };
std::string_view to_word(TenantStatus status);
std::optional<TenantStatus> parse_tenant_status(std::string_view word);

/// What pages and letters show: https address of a picture, and a colour "#rrggbb"; each may be empty.
using Theme = decltype(Config::theme);

struct Tenant {
  TenantId id;
  TenantKind kind = TenantKind::tenant;
  std::string slug, name;
  TenantStatus status = TenantStatus::active;
  std::string plan_type = "basic";  // basic | pro | enterprise
  Overrides overrides;              // what it has beside the plan
  std::vector<std::string> off;     // features that it does not want
  Terms terms;                      // all of that together: what holds
  Theme theme;                      // its own where its plan has custom_branding, else the platform's
  std::optional<TenantId> reseller;
  std::optional<std::string> custom_domain;  // a host name of its own, verified
  std::optional<std::string> wanted_domain;  // one that waits to be verified, and what must be found there
  std::string domain_token;
  Time tokens_not_before{};
  Time created_at{}, updated_at{};
  std::optional<Time> suspended_at, canceled_at;
};

}  // namespace doorward
