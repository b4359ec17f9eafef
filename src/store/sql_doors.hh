// SQL doors: a schema with read-only views of one tenant, and an account that sees nothing else (sql/door.sql).
// All of it with the owner's account.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/id.hh"
#include "base/time.hh"
#include "port/mysql.hh"

namespace doorward::store {

struct SqlDoor {
  TenantId tenant;
  std::string schema, account, host;
  bool tls = false;
  enum Made { nothing, schema_made, account_made, open } made = nothing;  // how far it came
  bool tenant_gone = false;                                          // it was removed, row and all
};

/// Of this tenant's slug or id, also where the tenant was deleted; of the door's schema where nobody has that slug.
std::optional<SqlDoor> find_sql_door(port::MySql& owner, const std::string& name);
/// A new row. SqlRefused(duplicate): the tenant has one.
void add_sql_door(port::MySql& owner, const SqlDoor& door, Time now);
void note_sql_door(port::MySql& owner, const SqlDoor& door);  // how far it came
void remove_sql_door(port::MySql& owner, TenantId tenant);

/// Makes the views of the door and lets its account in. `house`: doorward's schema.
void hang_sql_door(port::MySql& owner, const std::string& house, const SqlDoor& door);
/// The same for every open door whose text has changed since; one that fails hinders no other. The schemas of those
/// that were renewed; what failed is in the log.
std::vector<std::string> renew_sql_doors(port::MySql& owner, const std::string& house);

/// What stands in the door's schema and is none of its views.
std::vector<std::string> strangers_behind(port::MySql& mysql, const SqlDoor& door);

}  // namespace doorward::store
