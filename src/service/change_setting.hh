// Settings kept in the database: of the platform, for every tenant that does not say otherwise, or of one tenant.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "service/actor.hh"

namespace doorward::service {

/// VALIDATION_ERROR on the setting's name: nothing that a tenant decides, or a value that config.def does not take, or
/// a theme that cannot be shown or read.
Result<void> setting_is_good(const Config& config, const std::string& name, const std::string& value);

/// A setting of config.def and what it shall be; nullopt takes the row's word away, so that the layer below counts.
struct SettingChange {
  std::string name;
  std::optional<std::string> value;
};

/// By an operator. `tenant`: the platform's row for all of them. One transaction with its event; as setting_is_good.
Result<void> change_setting(Ask& ask, store::PlatformDb& platform, TenantId tenant, const std::string& name,
                            const std::optional<std::string>& value);
/// For all tenants: all of them or none, each with its event. As setting_is_good.
Result<void> change_platform_settings(Ask& ask, store::PlatformDb& platform, const Actor& by,
                                      const std::vector<SettingChange>& changes);
/// In the tenant that `by` acts in: all of them or none, each with its event. As setting_is_good.
Result<void> change_settings(Ask& ask, const Actor& by, const std::vector<SettingChange>& changes);

}  // namespace doorward::service
