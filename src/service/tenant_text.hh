// What stands in the file of a tenant that moves, line by line: the tenant, then each table with its rows, then the
// end. Everything is checked as if a stranger had written it: no line can name another tenant, give a right above a
// tenant's kinds, or a password hash that costs too much.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.hh"
#include "base/result.hh"
#include "port/json.hh"
#include "store/tenant_rows.hh"

namespace doorward::service {

// Out.
std::string tenant_line(const Tenant& tenant, Time now);
std::string table_line(const store::MovedTable& table);
std::string row_line(const store::MovedTable& table, const store::Cells& cells);
std::string end_line(std::int64_t rows);

/// In: one line after the other. VALIDATION_ERROR names what is wrong with it.
class TenantText {
 public:
  explicit TenantText(const Config& config) : config_(config) {}
  struct Row {
    const store::MovedTable* table;
    std::vector<std::string_view> columns;  // with those that are made here
    store::Cells cells;
  };
  /// A row, where the line is one.
  Result<std::optional<Row>> read(std::string_view line);

  const std::optional<Tenant>& tenant() const { return tenant_; }  // from the first line on
  bool whole() const { return ended_; }                            // the last line was read
  std::int64_t rows() const { return rows_; }

 private:
  Result<void> read_tenant(std::string_view line);
  Result<void> read_table(const port::Json& head);
  Result<Row> read_row(const port::Json& cells);
  Result<void> check(Row& row);
  Result<void> check_user(Row& row);
  Result<void> check_role(const Row& row);
  Result<void> check_setting(const Row& row);

  const Config& config_;
  std::optional<Tenant> tenant_;
  std::size_t next_ = 0;  // tables of moved.def before this one were read
  const store::MovedTable* table_ = nullptr;
  std::vector<const store::MovedColumn*> columns_;
  std::set<std::string> own_roles_;
  std::int64_t rows_ = 0, line_ = 0;
  bool ended_ = false;
};

}  // namespace doorward::service
