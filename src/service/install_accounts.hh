// Inside service/install* and service/sql_door: accounts and schemas that are made.
#pragma once
#include "service/install.hh"

namespace doorward::service {

/// localhost where every host is a Unix socket, else %.
std::string account_host_of(const Config& config);
/// Identifiers that need no thought in SQL: 1 to 64 of A-Z a-z 0-9 _.
Result<void> check_schema_name(const std::string& schema);
/// `name`.* for GRANT, where the underscore of a schema's name is a pattern.
std::string granted_schema(const std::string& schema);
/// Has the server said that the account may not?
bool denied(const port::SqlError& e);
/// Fills empty passwords of the three accounts; the settings that were made.
std::vector<std::pair<std::string, Secret>> make_passwords(Config& config, port::Random& random);
/// Appends "section.key = value" lines; the file is replaced as a whole, mode 0600.
void append_settings(const std::string& path, const std::vector<std::pair<std::string, Secret>>& settings);

/// Schema and accounts, those that are missing. `made`: settings whose passwords are new, so that an account
/// that exists already with another is an Error. INSUFFICIENT_PERMISSIONS as install() says.
Result<std::vector<std::string>> make_accounts(const Config& config, const port::SqlAccount& by,
                                               const std::string& account_host,
                                               const std::vector<std::pair<std::string, Secret>>& made);

}  // namespace doorward::service
