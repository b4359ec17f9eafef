// What somebody with the worker's database account and a shell may try on another tenant's rows: statements made out of
// information_schema, so that a new view is tried by itself.
#pragma once
#include <set>

#include "support/catalogue.hh"

namespace tests {

/// Two tenants with rows in each table: one of B, one or more of A.
struct TwoTenants {
  World world;
  doorward::TenantId a = world.make_tenant(), b = world.make_tenant();
  std::vector<TenantTable> tables = tenant_tables(world);

  explicit TwoTenants(int rows_of_a = 1);
  std::string content_of_b();
  /// The row of B in this table, as it stands.
  std::vector<doorward::port::SqlValue> row_of_b(const TenantTable& table);
  /// Values that stand in rows of B alone, in hexadecimal digits.
  std::set<std::string> canaries();
};

struct Attempt {
  std::string kind, statement;
  std::vector<doorward::port::SqlValue> values;
  /// With the values in it, as a shell sends it: MariaDB 10.11.19 falls down when a prepared DELETE of several tables
  /// through a view is executed twice.
  std::string text() const;
};

/// Every way to change, add to or remove rows of B through `name`: the table's view; or the table, to see that they
/// bite.
std::vector<Attempt> writes_to(TwoTenants& two, const TenantTable& table, const std::string& name);
/// Every way to ask for rows of B through the view.
std::vector<Attempt> questions_about(TwoTenants& two, const TenantTable& table);
/// Conditions that tell in @seen which rows they were asked of.
std::vector<Attempt> telling_conditions(TwoTenants& two, const TenantTable& table);

/// What the server answered, in hexadecimal digits; "error N" where it refused. Throws where the statement is no SQL,
/// or does not fit the table: such an attempt proves nothing.
std::string said_to(doorward::port::MySql& mysql, const Attempt& attempt);

}  // namespace tests
