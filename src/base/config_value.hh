// One setting of a Config by its name.
#pragma once
#include "base/config.hh"

namespace doorward {

/// As it would be written; a name that is not a setting throws Failure.
std::string setting_text(const Config& config, std::string_view name);
/// Numbers as they are, spans in microseconds, flags as 0 or 1; 0 for everything else.
std::int64_t setting_number(const Config& config, std::string_view name);

}  // namespace doorward
