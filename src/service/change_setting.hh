// Settings kept in the database: of the platform, for every tenant that does not say otherwise, or of one tenant.
#pragma once
#include <optional>
#include <string>

#include "service/world.hh"

namespace doorward::service {

/// VALIDATION_ERROR on the setting's name: nothing that a tenant decides, or a value that config.def does not take.
Result<void> setting_is_good(const Config& config, const std::string& name, const std::string& value);

/// `tenant`: the platform's row for all of them. `value`: nullopt takes the row's word away, so that the layer below
/// counts again. One transaction with its event; as setting_is_good.
Result<void> change_setting(Ask& ask, store::PlatformDb& platform, TenantId tenant, const std::string& name,
                            const std::optional<std::string>& value);

}  // namespace doorward::service
