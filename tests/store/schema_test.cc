// sql/schema.sql is what the migrations make, written for reading. This test writes it anew and compares.
#include <fstream>
#include <regex>
#include <sstream>

#include "base/text.hh"
#include "support/catalogue.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

/// MariaDB says bigint(20) where MySQL says bigint.
std::string plain_type(const std::string& type) {
  return std::regex_replace(type, std::regex("(int)\\(\\d+\\)"), "$1");
}

std::string upper_first_words(const port::SqlRow& row) {
  std::string line = "  " + row.text(0) + " " + plain_type(row.text(1));
  if (!row.null(4) && !row.text(4).empty())
    line += " AS (" + std::regex_replace(row.text(4), std::regex("`"), "") + ") STORED";
  if (row.text(2) == "NO") line += " NOT NULL";
  if (!row.null(3) && row.text(3) != "NULL") {
    const std::string value = row.text(3);
    const bool word = value.find_first_not_of("0123456789'") != std::string::npos && !value.starts_with('\'');
    line += " DEFAULT " + (word || value.empty() ? "'" + value + "'" : value);
  }
  return line;
}

std::vector<std::string> columns_of(port::MySql& mysql, const std::string& table) {
  std::vector<std::string> lines;
  mysql.each(
      "SELECT column_name, column_type, is_nullable, column_default, generation_expression "
      "FROM information_schema.columns "
      "WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position",
      {table}, [&](const port::SqlRow& row) { lines.push_back(upper_first_words(row)); });
  return lines;
}

std::vector<std::string> keys_of(port::MySql& mysql, const std::string& table) {
  return tests::words_of(
      mysql,
      "SELECT CONCAT('  ', IF(index_name = 'PRIMARY', 'PRIMARY KEY', CONCAT(IF(MAX(non_unique) = 0, "
      "'UNIQUE KEY ', 'KEY '), index_name)), ' (', GROUP_CONCAT(column_name ORDER BY seq_in_index "
      "SEPARATOR ', '), ')') FROM information_schema.statistics WHERE table_schema = DATABASE() AND "
      "table_name = ? GROUP BY index_name ORDER BY index_name <> 'PRIMARY', MAX(non_unique), index_name",
      {table});
}

std::vector<std::string> references_of(port::MySql& mysql, const std::string& table) {
  return tests::words_of(
      mysql,
      "SELECT CONCAT('  FOREIGN KEY ', k.constraint_name, ' (', GROUP_CONCAT(k.column_name ORDER BY k.ordinal_position "
      "SEPARATOR ', '), ') REFERENCES ', k.referenced_table_name, ' (', GROUP_CONCAT(k.referenced_column_name ORDER BY "
      "k.ordinal_position SEPARATOR ', '), ')', ' ON DELETE ', MAX(r.delete_rule)) "
      "FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r "
      "ON r.constraint_schema = k.table_schema AND r.constraint_name = k.constraint_name AND r.table_name = "
      "k.table_name "
      "WHERE k.table_schema = DATABASE() AND k.table_name = ? AND k.referenced_table_name IS NOT NULL "
      "GROUP BY k.constraint_name, k.referenced_table_name ORDER BY k.constraint_name",
      {table});
}

std::string schema_text(port::MySql& mysql) {
  std::string text =
      "-- The schema as the migrations make it, for reading. Made by tests/store/schema_test.cc; never applied.\n"
      "-- The worker sees it through the views of sql/views.sql, with the rights of sql/grants.sql.\n";
  for (const auto& table :
       tests::words_of(mysql,
                       "SELECT table_name FROM information_schema.tables WHERE table_schema = "
                       "DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name COLLATE utf8mb3_general_ci")) {
    auto lines = columns_of(mysql, table);
    for (const auto& more : {keys_of(mysql, table), references_of(mysql, table)})
      lines.insert(lines.end(), more.begin(), more.end());
    text += "\nCREATE TABLE " + table + " (\n" + join(lines, ",\n") + "\n);\n";
  }
  return text;
}

std::string read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// MySQL writes an expression with more brackets than MariaDB: there the text is compared without any.
std::string comparable(std::string text) {
  if (tests::Stack::mysql()) std::erase_if(text, [](char c) { return c == '(' || c == ')'; });
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(the_committed_copy_is_what_the_migrations_make) {
  tests::World world({}, tests::Stack::get(), tests::Isolation::accounts);
  const std::string now = schema_text(world.owner());
  BOOST_TEST_REQUIRE(now.find("CREATE TABLE users (") != std::string::npos);
  const std::string fresh = tests::Stack::mysql() ? "build/schema-mysql.sql" : "build/schema.sql";
  std::ofstream(tests::repository() + "/" + fresh) << now;
  BOOST_CHECK_MESSAGE(comparable(read(tests::repository() + "/sql/schema.sql")) == comparable(now),
                      "sql/schema.sql is stale: cp " << fresh << " sql/schema.sql");
}

BOOST_AUTO_TEST_SUITE_END()
