// Making an installation, and bringing its schema to this release: master key, accounts, tables, grants, first
// signing keys. Each step that was done before is left as it is, so that a second run is harmless.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/config.hh"
#include "base/result.hh"
#include "port/random.hh"
#include "store/database.hh"
#include "store/migrations.hh"

namespace doorward::service {

struct InstallWish {
  /// Who may make schema and accounts. Absent: the owner's account of the settings, where it may.
  std::optional<port::SqlAccount> admin;
  /// Host part of the accounts. Empty: localhost where every database host is a Unix socket, else %.
  std::string account_host;
  /// Passwords that are made here are written into this file (mode 0600), below what it holds already.
  /// A file of conf.d, so that every later start reads them.
  std::string settings_file;
  /// A further host of an existing installation: never makes a master key, a password or a table.
  bool join = false;
};

struct Installed {
  std::vector<std::string> steps;  // sentences for the operator: what was done
  store::Migrated schema;
  Config config;  // with the passwords that were made
};

/// VALIDATION_ERROR names the setting that is wrong or missing (keys.master_file, database.app_password, …).
/// INSUFFICIENT_PERMISSIONS when the database account may not do it: the detail is the SQL that an
/// administrator of the database must run. CONFLICT from migrate. A database that is down throws Failure.
Result<Installed> install(const Config& config, const InstallWish& wish, port::Random& random, Time now);

/// With the owner's account of the settings.
Result<store::Migrated> migrate_schema(const Config& config, Time now);

/// Makes keys.master_file with one key unless the file is there; true when it was made. With `join` a missing
/// file is an Error.
Result<bool> make_master_key(const std::string& path, bool join, port::Random& random);

/// The SQL that makes schema and accounts, with words in place of passwords: for an operator to run. An empty
/// host: as InstallWish says.
Result<std::string> sql_for_administrator(const Config& config, const std::string& account_host);

}  // namespace doorward::service
