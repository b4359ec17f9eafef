// The schema's way from version to version: forward only, checksummed, one at a time. The files of sql/ are
// part of the program (store/sql_files.hh).
#pragma once
#include <string>
#include <vector>

#include "base/config.hh"
#include "base/result.hh"
#include "port/mysql.hh"

namespace doorward::store {

/// The highest number under sql/migrations: what this program needs, and what it knows.
int newest_migration();

struct Migrated {
  std::vector<std::string> applied;  // "0001_tables", "views", …
  bool functions = true;             // false: the server refused CREATE FUNCTION, the connection's row is used
};

/// With the owner's account (its patience at least a minute). `account_host` is the host part of the accounts
/// that the grants go to; not used under database.isolation = single. CONFLICT: a file that was applied has
/// changed since, the schema is newer than this program, or another migration is running for longer than `patience`.
Result<Migrated> migrate(port::MySql& owner, const Config& config, const std::string& account_host,
                         seconds patience = seconds(5));

/// "'doorward_app'@'localhost'", for SQL. VALIDATION_ERROR unless user and host are plain.
Result<std::string> quoted_account(const std::string& user, const std::string& host);

/// The statements of a file, comments taken away; each ends with ';'.
std::vector<std::string> split_statements(std::string_view text);

}  // namespace doorward::store
