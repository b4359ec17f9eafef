// The settings that hold for one tenant.
#pragma once
#include "service/world.hh"

namespace doorward::service {

/// A row of config.def with scope tenant, by "section.key".
bool tenant_decides(std::string_view name);

/// This host's settings with the tenant's own laid over them, where config.def lets a tenant decide. One
/// statement. A row that config.def does not take (any more) is logged and passed over.
Config settings_of(Ask& ask, store::TenantDb& db);

}  // namespace doorward::service
