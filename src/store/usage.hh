// How much of its limits a tenant uses: a row for each limit that is counted.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "store/database.hh"

namespace doorward::store {

// Inside the running transaction, whose end decides; until then everybody else of this tenant waits at the row.

/// One more, unless `limit` are used (nullopt: nothing binds). False: nothing changed.
bool take_place(TenantDb& db, const std::string& name, std::optional<std::int64_t> limit);
void give_place_back(TenantDb& db, const std::string& name);

/// 0 where nothing was counted yet.
std::int64_t used_places(TenantDb& db, const std::string& name);
std::map<std::string, std::int64_t> all_used_places(TenantDb& db);

}  // namespace doorward::store
