// The text of sql/door.sql with a door's names in it.
#include "store/sql_doors.hh"

#include <functional>

#include "base/encode.hh"
#include "base/log.hh"
#include "base/text.hh"
#include "model/role.hh"
#include "port/crypto.hh"
#include "store/migrations.hh"
#include "store/sql_files.hh"

namespace doorward::store {
namespace {

#define COLUMNS "d.tenant_id, d.schema_name, d.account, d.account_host, d.tls, d.made, t.id IS NULL, d.checksum"
constexpr std::string_view by_name =
    "SELECT " COLUMNS
    " FROM sql_doors d LEFT JOIN tenants t ON t.id = d.tenant_id "
    "WHERE t.slug = ? OR d.tenant_id = ? OR (d.schema_name = ? AND NOT EXISTS (SELECT 1 FROM tenants WHERE slug = ?))";
constexpr std::string_view every = "SELECT " COLUMNS " FROM sql_doors d LEFT JOIN tenants t ON t.id = d.tenant_id WHERE d.made = 3 ORDER BY d.tenant_id";
constexpr std::string_view insert =
    "INSERT INTO sql_doors (tenant_id, schema_name, account, account_host, tls, made, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view update_made = "UPDATE sql_doors SET made = ? WHERE tenant_id = ?";
constexpr std::string_view update_checksum = "UPDATE sql_doors SET checksum = ? WHERE tenant_id = ?";
constexpr std::string_view remove = "DELETE FROM sql_doors WHERE tenant_id = ?";
constexpr std::string_view strangers =
    "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND NOT "
    "(table_type = 'VIEW' AND table_name IN ('users', 'roles', 'user_roles', 'sessions')) ORDER BY table_name";

SqlDoor read(const port::SqlRow& row) {
  return {TenantId(row.id(0)), row.text(1), row.text(2), row.text(3), row.number(4) != 0, SqlDoor::Made(row.number(5)), row.number(6) != 0};
}

/// Each "{word NAME}" becomes what `made_of` says of NAME; "{word}" of "".
std::string filled(std::string text, std::string_view word,
                   const std::function<std::string(const std::string&)>& made_of) {
  const std::string head = "{" + std::string(word);
  for (std::size_t at = text.find(head); at != std::string::npos; at = text.find(head, at)) {
    const auto end = text.find('}', at);
    const std::string made = made_of(std::string(trim(text.substr(at + head.size(), end - at - head.size()))));
    text.replace(at, end + 1 - at, made);
    at += made.size();
  }
  return text;
}

/// Binary collation, so that a comparison with a column of any other is allowed.
std::string as_text(const std::string& value) { return "CONVERT(" + value + " USING utf8mb4) COLLATE utf8mb4_bin"; }

std::string as_uuid(const std::string& id) {
  return as_text("LOWER(INSERT(INSERT(INSERT(INSERT(HEX(" + id +
                 "), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-'))");
}

std::string built_in_roles(const std::string& house, const std::string& that_is_open) {
  std::string rows;
  for (const auto& role : builtin_roles_of(TenantKind::tenant))
    rows += "UNION ALL SELECT " + as_text("'" + role + "'") + ", " +
            as_text("'" + join(permissions_of(role), " ") + "'") + ", 1 FROM " + house + ".tenants o WHERE " +
            that_is_open + " ";
  return rows;
}

std::string text_of(const std::string& house_schema, const SqlDoor& door) {
  const auto account = quoted_account(door.account, door.host);
  if (!account) throw Failure("a door's account needs thought in SQL");
  const std::string house = "`" + house_schema + "`", tenant = "X'" + to_hex(door.tenant.raw()) + "'";
  const std::string that_is_open = "o.id = " + tenant + " AND o.status = 'active' AND o.deleted_at IS NULL";
  std::string text;
  for (const auto& file : sql_files())
    if (file.path == "door.sql") text = file.text;
  const auto put = [&](std::string_view word, const std::string& value) {
    text = filled(text, word, [&](const std::string&) { return value; });
  };
  put("open", "EXISTS (SELECT 1 FROM " + house + ".tenants o WHERE " + that_is_open + ")");
  put("built_in_roles", built_in_roles(house, that_is_open));
  put("door", "`" + door.schema + "`");
  put("house", house);
  put("tenant", tenant);
  put("account", *account);
  return filled(filled(text, "uuid", as_uuid), "text", as_text);
}

void hang(port::MySql& owner, const SqlDoor& door, const std::string& text) {
  for (const auto& statement : split_statements(text)) owner.execute(statement);
  owner.run(update_checksum, {port::sha256(text), port::sql(door.tenant)});
}

}  // namespace

std::optional<SqlDoor> find_sql_door(port::MySql& owner, const std::string& name) {
  std::optional<SqlDoor> found;
  const auto id = Id::parse(name);
  owner.each(by_name, {name, port::sql(id), name, name}, [&](const port::SqlRow& row) { found = read(row); });
  return found;
}

void add_sql_door(port::MySql& owner, const SqlDoor& door, Time now) {
  owner.run(insert, {port::sql(door.tenant), door.schema, door.account, door.host, std::int64_t{door.tls},
                     std::int64_t{door.made}, now});
}

void note_sql_door(port::MySql& owner, const SqlDoor& door) {
  owner.run(update_made, {std::int64_t{door.made}, port::sql(door.tenant)});
}

void remove_sql_door(port::MySql& owner, TenantId tenant) { owner.run(remove, {port::sql(tenant)}); }

void hang_sql_door(port::MySql& owner, const std::string& house, const SqlDoor& door) {
  hang(owner, door, text_of(house, door));
}

std::vector<std::string> renew_sql_doors(port::MySql& owner, const std::string& house) {
  std::vector<std::pair<SqlDoor, std::string>> doors;
  owner.each(every, {},
             [&](const port::SqlRow& row) { doors.emplace_back(read(row), row.null(7) ? "" : row.text(7)); });
  std::vector<std::string> renewed;
  for (const auto& [door, checksum] : doors) {
    const std::string text = text_of(house, door);
    if (port::sha256(text) == checksum) continue;
    try {
      hang(owner, door, text);
      renewed.push_back(door.schema);
    } catch (const port::SqlError& e) {
      log(Level::warning, "an SQL door could not be renewed: revoke and grant it again",
          {{"schema", door.schema}, {"error", e.number()}});
    }
  }
  return renewed;
}

std::vector<std::string> strangers_behind(port::MySql& mysql, const SqlDoor& door) {
  std::vector<std::string> found;
  mysql.each(strangers, {door.schema}, [&](const port::SqlRow& row) { found.push_back(row.text(0)); });
  return found;
}

}  // namespace doorward::store
