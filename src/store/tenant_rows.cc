// Statements are made of moved.def: no name in them comes from a file.
#include "store/tenant_rows.hh"

#include <algorithm>

#include "base/text.hh"
#include "store/lots.hh"
#include "store/transaction.hh"

namespace doorward::store {
namespace {

constexpr std::int64_t page = 1000;

// A status of its own: whoever does not know it takes the tenant for canceled.
constexpr std::string_view insert_tenant =
    "INSERT INTO tenants (id, kind, slug, name, status, plan_type, overrides, features_off, suspended_at, "
    "wanted_domain, domain_token, tokens_not_before, created_at, updated_at, deleted_at) "
    "VALUES (?, 'tenant', ?, ?, 'importing', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view importing = "SELECT id FROM tenants WHERE id = ? AND status = 'importing'";
constexpr std::string_view count_people =
    "INSERT INTO tenant_usage (tenant_id, name, used) "
    "SELECT ?, 'max_users', COUNT(*) FROM users WHERE tenant_id = ? AND deleted_at IS NULL";
constexpr std::string_view activate =
    "UPDATE tenants SET status = ?, canceled_at = ?, deleted_at = NULL WHERE id = ? AND status = 'importing'";
constexpr std::string_view remove_tenant = "DELETE FROM tenants WHERE id = ? AND status = 'importing'";

constexpr CellKind Ident = CellKind::Ident, Moment = CellKind::Moment, Words = CellKind::Words, Bytes = CellKind::Bytes,
                   Exact = CellKind::Exact, Number = CellKind::Number;

struct Kind {
  CellKind kind;
  bool none = false;
};
constexpr Kind IdentNone{Ident, true}, MomentNone{Moment, true}, BytesNone{Bytes, true}, ExactNone{Exact, true},
    NumberNone{Number, true};

constexpr Kind kind_of(CellKind kind) { return {kind}; }
constexpr Kind kind_of(Kind kind) { return kind; }

void add_column(MovedTable& table, std::string_view name, Kind kind, std::int64_t most) {
  if (kind.kind == CellKind::Made)
    table.made.push_back(name);
  else
    table.columns.push_back({name, kind.kind, kind.none, most});
}

std::vector<MovedTable> read_moved() {
  constexpr CellKind Made = CellKind::Made;
  std::vector<MovedTable> all;
#define MOVED(table, key, second) all.push_back({#table, #key, #second, {}, {}});
#define COLUMN(name, kind, most) add_column(all.back(), #name, kind_of(kind), most);
#define LEFT(table, reason)
#include "store/moved.def"
#undef MOVED
#undef COLUMN
#undef LEFT
  return all;
}

std::string names_of(const MovedTable& table) {
  std::vector<std::string> names;
  for (const auto& column : table.columns) names.emplace_back(column.name);
  return join(names, ", ");
}

/// Two columns as a range that both servers find in the index.
std::string page_of(const MovedTable& table, bool first) {
  const std::string key(table.key), second(table.second);
  std::string text = "SELECT " + names_of(table) + " FROM t_" + std::string(table.name);
  if (key.empty()) return text;
  if (!first)
    text += " WHERE " + (second.empty() ? key + " > ?" : key + " >= ? AND (" + key + " > ? OR " + second + " > ?)");
  return text + " ORDER BY " + key + (second.empty() ? "" : ", " + second) + " LIMIT ?";
}

Cells read_cells(const MovedTable& table, const port::SqlRow& row) {
  Cells cells;
  for (unsigned i = 0; i < table.columns.size(); ++i) {
    if (row.null(i))
      cells.emplace_back(nullptr);
    else if (table.columns[i].kind == CellKind::Number)
      cells.emplace_back(row.number(i));
    else
      cells.emplace_back(row.text(i));
  }
  return cells;
}

std::size_t place_of(const MovedTable& table, std::string_view name) {
  const auto found =
      std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& c) { return c.name == name; });
  return std::size_t(found - table.columns.begin());
}

}  // namespace

const std::vector<MovedTable>& moved_tables() {
  static const std::vector<MovedTable> all = read_moved();
  return all;
}

const std::vector<std::pair<std::string_view, std::string_view>>& left_tables() {
  static const std::vector<std::pair<std::string_view, std::string_view>> all = {
#define MOVED(table, key, second)
#define COLUMN(name, kind, most)
#define LEFT(table, reason) {#table, reason},
#include "store/moved.def"
#undef MOVED
#undef COLUMN
#undef LEFT
  };
  return all;
}

void each_moved_row(TenantDb& db, const MovedTable& table, const std::function<void(const Cells&)>& take) {
  std::vector<Cells> rows;
  const auto read = [&](const port::SqlRow& row) { rows.push_back(read_cells(table, row)); };
  if (table.key.empty()) {
    db.each(page_of(table, true), {}, read);
    std::for_each(rows.begin(), rows.end(), take);
    return;
  }
  const auto key = place_of(table, table.key), second = place_of(table, table.second);
  for (Cells last;;) {
    rows.clear();
    std::vector<port::SqlValue> values;
    if (!last.empty()) values = {last[key]};
    if (!last.empty() && !table.second.empty()) values.insert(values.end(), {last[key], last[second]});
    values.emplace_back(page);
    db.each(page_of(table, last.empty()), values, read);
    std::for_each(rows.begin(), rows.end(), take);
    if (std::int64_t(rows.size()) < page) return;
    last = rows.back();
  }
}

void begin_import(port::MySql& owner, const Tenant& t, Time now) {
  owner.run(insert_tenant, {port::sql(t.id), t.slug, t.name, t.plan_type, to_text(t.overrides), join(t.off, " "),
                            port::sql(t.suspended_at), port::sql(t.wanted_domain), t.domain_token, t.tokens_not_before,
                            t.created_at, t.updated_at, now});
}

bool import_under_way(port::MySql& owner, TenantId tenant) {
  bool found = false;
  owner.each(importing, {port::sql(tenant)}, [&](const port::SqlRow&) { found = true; });
  return found;
}

void insert_moved_rows(port::MySql& owner, TenantId tenant, const MovedTable& table,
                       const std::vector<std::string_view>& columns, const std::vector<Cells>& rows) {
  std::vector<std::string> names = {"tenant_id"};
  names.insert(names.end(), columns.begin(), columns.end());
  const Lots lots([&](int size) {
    return "INSERT INTO " + std::string(table.name) + " (" + join(names, ", ") + ") VALUES " +
           repeated("(" + repeated("?", int(names.size())) + ")", size);
  });
  run_transaction(
      owner, [&] { owner.begin(); },
      [&] {
        lots.each(rows.size(), [&](std::string_view statement, std::size_t first, std::size_t size) {
          std::vector<port::SqlValue> values;
          for (std::size_t at = first; at < first + size; ++at) {
            values.push_back(port::sql(tenant));
            values.insert(values.end(), rows[at].begin(), rows[at].end());
          }
          owner.run(statement, values);
        });
        return true;
      });
}

bool finish_import(port::MySql& owner, const Tenant& tenant, Time now) {
  const auto canceled_at = tenant.status == TenantStatus::canceled ? std::optional(now) : std::nullopt;
  bool finished = false;
  run_transaction(
      owner, [&] { owner.begin(); },
      [&] {
        owner.run(count_people, {port::sql(tenant.id), port::sql(tenant.id)});
        finished = owner.run(activate,
                             {std::string(to_word(tenant.status)), port::sql(canceled_at), port::sql(tenant.id)}) == 1;
        return finished;
      });
  return finished;
}

void forget_import(port::MySql& owner, TenantId tenant) {
  if (!import_under_way(owner, tenant)) return;
  const auto& tables = moved_tables();
  for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
    const std::string statement = "DELETE FROM " + std::string(table->name) + " WHERE tenant_id = ? LIMIT ?";
    while (owner.run(statement, {port::sql(tenant), page}) == page) continue;
  }
  owner.run(remove_tenant, {port::sql(tenant)});
}

}  // namespace doorward::store
