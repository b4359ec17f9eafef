// Values of settings that hold for a tenant: the platform's, and its own over them.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "store/database.hh"

namespace doorward::store {

/// "section.key" and value; the platform's first, so that a later one counts.
std::vector<std::pair<std::string, std::string>> read_settings(TenantDb& db);
void remove_setting(TenantDb& db, const std::string& name);
void put_setting(TenantDb& db, const std::string& name, const std::string& value, Time now);

}  // namespace doorward::store
