// A tenant's own values of settings.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "store/database.hh"

namespace doorward::store {

/// "section.key" and value, in order of name.
std::vector<std::pair<std::string, std::string>> read_settings(TenantDb& db);
void put_setting(TenantDb& db, const std::string& name, const std::string& value, Time now);

}  // namespace doorward::store
