// Statements as text, one list for each intention.
#include "support/foreign_rows.hh"

#include <algorithm>

#include "base/encode.hh"
#include "base/text.hh"

namespace tests {
namespace {

using namespace doorward;
using Values = std::vector<port::SqlValue>;

std::string insert_into(const std::string& name, const TenantTable& table) {
  return "INTO " + name + " (" + names(table.columns) + ") VALUES (" + marks(table.columns) + ")";
}

std::size_t place_of_tenant(const TenantTable& table) {
  return std::size_t(std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const Column& column) { return column.name == table.tenant_key; }) -
                     table.columns.begin());
}

Values with(Values row, const port::SqlValue& one_more) {
  row.push_back(one_more);
  return row;
}

/// A column that no key holds, where there is one.
std::string plain_column(const TenantTable& table) {
  for (auto column = table.columns.rbegin(); column != table.columns.rend(); ++column)
    if (std::find(table.primary_key.begin(), table.primary_key.end(), column->name) == table.primary_key.end())
      return column->name;
  return table.columns.back().name;
}

void add_updates(std::vector<Attempt>& all, const std::string& name, const std::string& key, const std::string& column,
                 const port::SqlValue& a, const port::SqlValue& b) {
  const std::string other =
      "(SELECT z." + key + " FROM (SELECT " + key + " FROM " + name + ") z WHERE z." + key + " = ?)";
  const std::vector<Attempt> more = {
      {"update by key", "UPDATE " + name + " SET " + column + " = NULL WHERE " + key + " = ?", {b}},
      {"update ignore by key", "UPDATE IGNORE " + name + " SET " + column + " = NULL WHERE " + key + " = ?", {b}},
      {"update all", "UPDATE " + name + " SET " + column + " = NULL", {}},
      {"update or true", "UPDATE " + name + " SET " + column + " = NULL WHERE " + key + " = ? OR 1 = 1", {b}},
      {"update in order", "UPDATE " + name + " SET " + column + " = NULL ORDER BY " + key + " DESC LIMIT 1000000", {}},
      {"update by subquery", "UPDATE " + name + " SET " + column + " = NULL WHERE " + key + " IN " + other, {b}},
      {"update into own", "UPDATE " + name + " SET " + key + " = ? WHERE " + key + " = ?", {a, b}},
      {"update into foreign", "UPDATE " + name + " SET " + key + " = ? WHERE " + key + " = ?", {b, a}},
      {"update ignore into foreign", "UPDATE IGNORE " + name + " SET " + key + " = ? WHERE " + key + " = ?", {b, a}},
      {"update joined",
       "UPDATE " + name + " x JOIN " + name + " y ON y." + key + " <> x." + key + " SET x." + column + " = NULL",
       {}},
      {"update two", "UPDATE " + name + " x, " + name + " y SET x." + column + " = NULL WHERE y." + key + " = ?", {b}},
      {"update left joined",
       "UPDATE " + name + " x LEFT JOIN " + name + " y ON y." + key + " = ? SET x." + column + " = NULL",
       {b}},
  };
  all.insert(all.end(), more.begin(), more.end());
}

void add_deletes(std::vector<Attempt>& all, const std::string& name, const std::string& key, const port::SqlValue& b) {
  const std::vector<Attempt> more = {
      {"delete by key", "DELETE FROM " + name + " WHERE " + key + " = ?", {b}},
      {"delete ignore", "DELETE IGNORE FROM " + name + " WHERE " + key + " = ?", {b}},
      {"delete all", "DELETE FROM " + name, {}},
      {"delete in order", "DELETE FROM " + name + " ORDER BY " + key + " DESC LIMIT 1000000", {}},
      {"delete joined", "DELETE x FROM " + name + " x JOIN " + name + " y ON y." + key + " <> x." + key, {}},
      {"delete using", "DELETE FROM x USING " + name + " x, " + name + " y WHERE x." + key + " = ?", {b}},
      {"delete two", "DELETE x, y FROM " + name + " x JOIN " + name + " y ON x." + key + " = ?", {b}},
  };
  all.insert(all.end(), more.begin(), more.end());
}

void add_inserts(std::vector<Attempt>& all, TwoTenants& two, const TenantTable& table, const std::string& name,
                 const std::string& column, const port::SqlValue& a, const port::SqlValue& b) {
  const std::string& key = table.tenant_key;
  const std::string into = insert_into(name, table), columns = names(table.columns);
  const Values as_b = two.row_of_b(table);
  const auto fresh = filled_row(two.world, table, two.b);
  auto copy = as_b;  // B's row under A's name: only keys without the tenant could meet B's
  copy[place_of_tenant(table)] = a;
  auto blank = as_b;
  blank.back() = two.world.clock.now();
  const std::string taken_over = " ON DUPLICATE KEY UPDATE " + key + " = ?",
                    spoiled = " ON DUPLICATE KEY UPDATE " + column + " = NULL";
  const std::vector<Attempt> more = {
      {"insert", "INSERT " + into, fresh},
      {"insert ignore", "INSERT IGNORE " + into, fresh},
      {"insert set",
       "INSERT INTO " + name + " SET " +
           join(
               [&] {
                 std::vector<std::string> parts;
                 for (const auto& each : table.columns) parts.push_back(each.name + " = ?");
                 return parts;
               }(),
               ", "),
       fresh},
      {"replace", "REPLACE " + into,
       [&] {
         auto row = fresh;
         for (std::size_t i = 0; i < row.size(); ++i)
           if (std::count(table.primary_key.begin(), table.primary_key.end(), table.columns[i].name)) row[i] = as_b[i];
         return row;
       }()},
      {"replace a copy", "REPLACE " + into, copy},
      {"take over", "INSERT " + into + taken_over, with(as_b, a)},
      {"take over a copy", "INSERT " + into + taken_over, with(copy, b)},
      {"take over ignoring", "INSERT IGNORE " + into + taken_over, with(as_b, a)},
      {"spoil", "INSERT IGNORE " + into + spoiled, as_b},
      {"spoil by a copy", "INSERT IGNORE " + into + spoiled, copy},
      {"insert selected",
       "INSERT INTO " + name + " (" + columns + ") SELECT " + columns + " FROM " + name + " x WHERE " + key +
           " = ? ON DUPLICATE KEY UPDATE " + column + " = NULL",
       {b}},
      {"replace selected",
       "REPLACE INTO " + name + " (" + columns + ") SELECT " +
           [&] {
             std::vector<std::string> parts;
             for (const auto& each : table.columns) parts.push_back(each.name == key ? "?" : each.name);
             return join(parts, ", ");
           }() +
           " FROM " + name + " x",
       {b}},
  };
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

TwoTenants::TwoTenants(int rows_of_a) {
  world.owner().execute("SET SESSION foreign_key_checks = 0");
  for (const auto& table : tables) {
    if (table.table == "tenants") continue;
    const auto add = [&](TenantId tenant) {
      world.owner().run("INSERT " + insert_into(table.table, table), filled_row(world, table, tenant));
    };
    try {
      for (int i = 0; i < rows_of_a; ++i) add(a);
    } catch (const port::SqlRefused&) {
      // A number in a unique key: one row is all there can be.
    }
    add(b);
  }
}

std::string TwoTenants::content_of_b() {
  std::string all;
  for (const auto& table : tables) all += table.table + "\n" + content(world, table, b);
  return all;
}

std::vector<port::SqlValue> TwoTenants::row_of_b(const TenantTable& table) {
  Values row;
  world.owner().each("SELECT " + names(table.columns) + " FROM " + table.table + " WHERE " + table.tenant_key + " = ?",
                     {port::sql(b)}, [&](const port::SqlRow& found) {
                       for (unsigned i = 0; i < table.columns.size(); ++i) {
                         if (found.null(i))
                           row.emplace_back(nullptr);
                         else
                           row.emplace_back(found.text(i));
                       }
                     });
  if (row.size() != table.columns.size()) throw Failure("not one row of B in " + table.table);
  return row;
}

std::set<std::string> TwoTenants::canaries() {
  std::set<std::string> found;
  for (const auto& table : tables) {
    const auto row = row_of_b(table);
    for (std::size_t i = 0; i < row.size(); ++i) {
      // Slug, domain and id of a tenant are to be had by name, without functions from a list.
      const bool known =
          table.columns[i].name == table.tenant_key || (table.table == "tenants" && table.columns[i].name != "name");
      const auto* text = std::get_if<std::string>(&row[i]);
      if (!known && text && table.columns[i].size >= 8 && text->size() >= 8) found.insert(to_hex(*text));
    }
  }
  return found;
}

std::string Attempt::text() const {
  struct Literal {
    std::string operator()(std::nullptr_t) const { return "NULL"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(const std::string& bytes) const { return "X'" + to_hex(bytes) + "'"; }
    std::string operator()(Time time) const { return "'" + to_sql(time) + "'"; }
  };
  std::string all;
  std::size_t at = 0;
  for (const char c : statement) all += c == '?' ? std::visit(Literal{}, values.at(at++)) : std::string(1, c);
  return all;
}

std::vector<Attempt> writes_to(TwoTenants& two, const TenantTable& table, const std::string& name) {
  const auto a = port::sql(two.a), b = port::sql(two.b);
  const std::string column = plain_column(table);
  std::vector<Attempt> all;
  add_updates(all, name, table.tenant_key, column, a, b);
  add_deletes(all, name, table.tenant_key, b);
  add_inserts(all, two, table, name, column, a, b);
  return all;
}

std::vector<Attempt> questions_about(TwoTenants& two, const TenantTable& table) {
  std::string telling = table.columns.back().name;
  for (const auto& column : table.columns)
    if (column.size >= 8 && column.name != table.tenant_key) telling = column.name;
  const std::string &view = table.view, &key = table.tenant_key;
  const auto b = port::sql(two.b);
  std::vector<Attempt> all = {
      {"all", "SELECT * FROM " + view, {}},
      {"by key", "SELECT * FROM " + view + " WHERE " + key + " = ?", {b}},
      {"or true", "SELECT * FROM " + view + " WHERE " + key + " = ? OR 1 = 1 OR " + key + " IS NULL", {b}},
      {"other than", "SELECT * FROM " + view + " WHERE " + key + " <> ?", {port::sql(two.a)}},
      {"left join", "SELECT x.*, y.* FROM " + view + " x LEFT JOIN " + view + " y ON y." + key + " = ?", {b}},
      {"right join", "SELECT x.* FROM " + view + " x RIGHT JOIN " + view + " y ON x." + key + " = ? OR 1 = 1", {b}},
      {"cross join", "SELECT x.*, y.* FROM " + view + " x, " + view + " y", {}},
      {"natural join", "SELECT * FROM " + view + " x NATURAL JOIN " + view + " y", {}},
      {"in subquery",
       "SELECT * FROM " + view + " WHERE " + key + " IN (SELECT ? UNION SELECT " + key + " FROM " + view + ")",
       {b}},
      {"not in subquery", "SELECT * FROM " + view + " x WHERE " + key + " NOT IN (SELECT id FROM t_tenant)", {}},
      {"scalar subquery", "SELECT (SELECT MAX(" + telling + ") FROM " + view + " WHERE " + key + " = ?)", {b}},
      {"correlated",
       "SELECT * FROM " + view + " x WHERE EXISTS (SELECT 1 FROM " + view + " y WHERE y." + key + " <> x." + key + ")",
       {}},
      {"union", "SELECT * FROM " + view + " WHERE " + key + " = ? UNION ALL SELECT * FROM " + view, {b}},
      {"derived", "SELECT * FROM (SELECT * FROM " + view + ") z WHERE " + key + " = ?", {b}},
      {"with", "WITH z AS (SELECT * FROM " + view + ") SELECT * FROM z WHERE " + key + " = ?", {b}},
      {"window", "SELECT x.*, COUNT(*) OVER () FROM " + view + " x", {}},
      {"rollup",
       "SELECT " + key + ", GROUP_CONCAT(" + telling + ") FROM " + view + " GROUP BY " + key + " WITH ROLLUP",
       {}},
      {"for update", "SELECT * FROM " + view + " WHERE " + key + " = ? FOR UPDATE", {b}},
      {"in share mode", "SELECT * FROM " + view + " WHERE " + key + " = ? LOCK IN SHARE MODE", {b}},
      {"explain", "EXPLAIN SELECT * FROM " + view + " WHERE " + key + " = ?", {b}},
      {"definition", "SHOW CREATE VIEW " + view, {}},
      {"statistics", "SHOW TABLE STATUS LIKE '" + table.table + "'", {}},
      {"index", "SHOW INDEX FROM " + table.table, {}},
      {"checksum", "CHECKSUM TABLE " + table.table, {}},
      {"catalogue", "SELECT * FROM information_schema.tables WHERE table_name = '" + table.table + "'", {}},
      {"outfile", "SELECT * INTO OUTFILE 'stolen' FROM " + view, {}},
      {"dumpfile", "SELECT " + key + " INTO DUMPFILE 'stolen' FROM " + view + " LIMIT 1", {}},
  };
  return all;
}

std::vector<Attempt> telling_conditions(TwoTenants& two, const TenantTable& table) {
  std::vector<std::string> told;
  for (const auto& column : table.columns) told.push_back("COALESCE(HEX(" + column.name + "), '')");
  const std::string condition = "(@seen := CONCAT(@seen, " + join(told, ", ") + ", ' ')) IS NOT NULL";
  const std::string from = "SELECT COUNT(*) FROM (SELECT 1 FROM " + table.view + " WHERE " + condition;
  std::vector<Attempt> all = {{"asked of all", from + ") z", {}}};
  const auto keys = words_of(
      two.world.owner(),
      "SELECT GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ', ') FROM information_schema.statistics "
      "WHERE table_schema = DATABASE() AND table_name = ? GROUP BY index_name",
      {table.table});
  for (const auto& key : keys) {
    const std::string first = key.substr(0, key.find(','));
    all.push_back({"in order", from + " ORDER BY " + key + " LIMIT 100) z", {}});
    all.push_back(
        {"within", "SELECT COUNT(*) FROM " + table.view + " WHERE " + condition + " AND " + first + " >= ''", {}});
    all.push_back({"grouped", from + " GROUP BY " + key + ") z", {}});
  }
  return all;
}

std::string said_to(port::MySql& mysql, const Attempt& attempt) {
  std::string all;
  try {
    mysql.each(attempt.statement, attempt.values, [&](const port::SqlRow& row) {
      for (unsigned i = 0; i < 64; ++i) try {
          all += (row.null(i) ? "NULL" : to_hex(row.text(i))) + " ";
        } catch (const std::exception&) {
          break;  // behind the last column
        }
      all += "\n";
    });
    return all;
  } catch (const port::SqlRefused& refused) {
    return "error " + std::string(refused.what());
  } catch (const port::SqlError& e) {
    constexpr int no_sql[] = {1054, 1064, 1136, 1110, 1052, 1066};
    if (std::find(std::begin(no_sql), std::end(no_sql), e.number()) != std::end(no_sql)) throw;
    return "error " + std::to_string(e.number());
  }
}

}  // namespace tests
