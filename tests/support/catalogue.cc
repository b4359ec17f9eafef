// Reads information_schema; rows are made from the types of their columns.
#include "support/catalogue.hh"

#include <algorithm>

#include "base/encode.hh"
#include "base/text.hh"

namespace tests {
namespace {

using namespace doorward;

std::vector<Column> columns_of(port::MySql& mysql, const std::string& table) {
  std::vector<Column> columns;
  mysql.each(
      "SELECT column_name, data_type, character_octet_length FROM information_schema.columns "
      "WHERE table_schema = DATABASE() AND table_name = ? AND COALESCE(generation_expression, '') = '' "
      "ORDER BY ordinal_position",
      {table}, [&](const port::SqlRow& row) {
        columns.push_back({row.text(0), row.text(1), row.null(2) ? 0 : row.number(2)});
      });
  return columns;
}

port::SqlValue something(World& world, const Column& column) {
  if (column.type == "datetime") return world.clock.now();
  if (column.size == 0) return std::int64_t{1};
  if (column.type == "binary") return world.random.bytes(std::size_t(column.size));
  return to_hex(world.random.bytes(16)).substr(0, std::size_t(std::min<std::int64_t>(column.size, 8)));
}

}  // namespace

std::vector<std::string> words_of(port::MySql& mysql, const std::string& question,
                                  const std::vector<port::SqlValue>& values) {
  std::vector<std::string> words;
  mysql.each(question, values, [&](const port::SqlRow& row) { words.push_back(row.text(0)); });
  return words;
}

std::vector<TenantTable> tenant_tables(World& world) {
  std::vector<TenantTable> found;
  for (const auto& view : words_of(world.owner(),
                                   "SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE() "
                                   "AND table_name LIKE 't\\_%' ORDER BY table_name")) {
    TenantTable table{view == "t_tenant" ? "tenants" : view.substr(2), view, "tenant_id", {}, {}};
    if (view == "t_tenant") table.tenant_key = "id";
    table.columns = columns_of(world.owner(), table.table);
    table.primary_key =
        words_of(world.owner(),
                 "SELECT column_name FROM information_schema.key_column_usage WHERE table_schema = "
                 "DATABASE() AND table_name = ? AND constraint_name = 'PRIMARY' ORDER BY ordinal_position",
                 {table.table});
    found.push_back(std::move(table));
  }
  if (found.empty()) throw Failure("no view of tenants was found");
  return found;
}

std::string names(const std::vector<Column>& columns) {
  std::vector<std::string> all;
  for (const auto& column : columns) all.push_back(column.name);
  return join(all, ", ");
}

std::string marks(const std::vector<Column>& columns) {
  return join(std::vector<std::string>(columns.size(), "?"), ", ");
}

std::vector<port::SqlValue> filled_row(World& world, const TenantTable& table, TenantId tenant) {
  std::vector<port::SqlValue> row;
  for (const auto& column : table.columns)
    row.push_back(column.name == table.tenant_key ? port::sql(tenant) : something(world, column));
  return row;
}

std::string content(World& world, const TenantTable& table, TenantId tenant) {
  std::string all;
  const std::string question = "SELECT " + names(table.columns) + " FROM " + table.table + " WHERE " +
                               table.tenant_key + " = ? ORDER BY " + join(table.primary_key, ", ");
  world.owner().each(question, {port::sql(tenant)}, [&](const port::SqlRow& row) {
    for (unsigned i = 0; i < table.columns.size(); ++i) all += (row.null(i) ? "NULL" : to_hex(row.text(i))) + " ";
    all += "\n";
  });
  return all;
}

}  // namespace tests
