// The tenant's SQL door: a schema of read-only views, so that an application may join its own tables with its people.
#pragma once
#include "service/administration.hh"
#include "store/sql_doors.hh"

namespace doorward::service {

struct SqlDoorWish {
  std::string tenant;        // slug or id
  std::string schema;        // empty: dw_ and the slug, "-" as "_"
  std::string host;          // of the account; empty: as doorward's own
  bool tls = false;          // the account may only come over TLS
  bool beyond_plan = false;  // though the plan lacks sql_access
  /// Who may make schemas and accounts. Absent: the owner's account of the settings, where it may.
  std::optional<port::SqlAccount> admin;
};
struct OpenedSqlDoor {
  store::SqlDoor door;
  Secret password;  // kept nowhere
};
/// All or nothing. CONFLICT: there is a door, or schema or account exist. FEATURE_NOT_AVAILABLE, INVALID_TENANT,
/// INSUFFICIENT_PERMISSIONS (of the database account), VALIDATION_ERROR.
Result<OpenedSqlDoor> open_sql_door(Ask& ask, store::PlatformDb& platform, const SqlDoorWish& wish);

/// Removes account and schema. NOT_FOUND; CONFLICT: somebody else's tables stand in the schema;
/// INSUFFICIENT_PERMISSIONS.
Result<store::SqlDoor> close_sql_door(Ask& ask, const std::string& tenant,
                                      const std::optional<port::SqlAccount>& admin);

}  // namespace doorward::service
