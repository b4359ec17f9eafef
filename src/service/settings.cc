// A tenant never decides what belongs to the host, whatever stands in its rows.
#include "service/settings.hh"

#include <algorithm>

#include "base/log.hh"
#include "store/settings.hh"

namespace doorward::service {
bool tenant_decides(std::string_view name) {
  return std::any_of(config_rows().begin(), config_rows().end(),
                     [&](const ConfigRow& row) { return row.scope == "tenant" && row.name() == name; });
}

Config settings_of(Ask& ask, store::TenantDb& db) {
  Config config = ask.world.config;
  bool all_say_yes = true;  // the platform's word comes first; what it forbids no tenant's word brings back
  for (const auto& [name, value] : store::read_settings(db)) {
    if (!tenant_decides(name) || !set_config(config, name, value))
      log(Level::warning, "a tenant's setting is passed over", {{"tenant", db.tenant().text()}, {"name", name}});
    if (name == "impersonation.owners") all_say_yes = all_say_yes && config.impersonation.owners;
  }
  config.impersonation.owners = config.impersonation.owners && all_say_yes;
  return config;
}

}  // namespace doorward::service
