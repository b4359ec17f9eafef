// What the database says of its own tables, for tests that hold all of them to a rule.
#pragma once
#include <string>
#include <vector>

#include "port/mysql.hh"
#include "support/world.hh"

namespace tests {

struct Column {
  std::string name, type;  // "binary", "varchar", "datetime", …
  std::int64_t size = 0;   // in bytes; 0: not a string
};

/// A table of tenants and the view through which the worker sees it.
struct TenantTable {
  std::string table, view;      // "users", "t_users"
  std::string tenant_key;       // "tenant_id"; "id" in tenants
  std::vector<Column> columns;  // but those that the server makes
  std::vector<std::string> primary_key;
};

/// Every view t_… with its table; throws when there is none.
std::vector<TenantTable> tenant_tables(World& world);

/// "name, name, …" and "?, ?, …"
std::string names(const std::vector<Column>& columns);
std::string marks(const std::vector<Column>& columns);
/// A row with something in every column; the tenant's column holds `tenant`.
std::vector<doorward::port::SqlValue> filled_row(World& world, const TenantTable& table, doorward::TenantId tenant);

/// All that a table holds of a tenant, as text in a fixed order: to see whether anything changed.
std::string content(World& world, const TenantTable& table, doorward::TenantId tenant);

/// Words of one column of an answer.
std::vector<std::string> words_of(doorward::port::MySql& mysql, const std::string& question,
                                  const std::vector<doorward::port::SqlValue>& values = {});

}  // namespace tests
