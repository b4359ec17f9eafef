// Applies the files of sql/: numbered ones once, views and grants whenever their text differs.
#include "store/migrations.hh"

#include <algorithm>
#include <charconv>

#include "base/log.hh"
#include "base/text.hh"
#include "port/crypto.hh"
#include "store/advisory_lock.hh"
#include "store/sql_files.hh"

namespace doorward::store {
namespace {

constexpr std::string_view applied_rows =
    "SELECT name, version, checksum, statements, applied_at IS NULL FROM schema_version";
constexpr std::string_view start_row =
    "INSERT INTO schema_version (name, version, min_worker, checksum) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE statements = 0, applied_at = NULL, min_worker = VALUES(min_worker), "
    "checksum = VALUES(checksum)";
constexpr std::string_view step_row = "UPDATE schema_version SET statements = ? WHERE name = ?";
constexpr std::string_view finish_row = "UPDATE schema_version SET applied_at = UTC_TIMESTAMP(6) WHERE name = ?";
constexpr std::string_view keep_source =
    "INSERT INTO installation (name, value) VALUES ('tenant_source', ?) ON DUPLICATE KEY UPDATE value = VALUES(value)";
constexpr std::string_view tenant_source = "SELECT value FROM installation WHERE name = 'tenant_source'";

constexpr std::string_view without = "without_functions/";
constexpr std::string_view functions_file = "0002_functions";  // where it shows whether the server takes them

struct Applied {
  int version = 0;
  std::string checksum;
  std::size_t statements = 0;
  bool under_way = false;
};

std::optional<std::string_view> find_file(std::string_view path) {
  for (const auto& known : sql_files())
    if (known.path == path) return known.text;
  return std::nullopt;
}

std::string_view file(std::string_view path) {
  if (const auto found = find_file(path)) return *found;
  throw Failure("no such SQL file: " + std::string(path));
}

/// "migrations/0001_tables.sql" gives "0001_tables".
std::string name_of(std::string_view path) {
  path.remove_prefix(path.find('/') + 1);
  return std::string(path.substr(0, path.rfind('.')));
}

int number_at(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) throw Failure("a number is missing in an SQL file: " + std::string(text.substr(0, 40)));
  return number;
}

std::vector<SqlFile> numbered() {
  std::vector<SqlFile> found;
  for (const auto& known : sql_files())
    if (known.path.starts_with("migrations/")) found.push_back(known);
  return found;
}

std::string replace_all(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

/// Said by a server where the statement was carried out just before an interruption.
bool done_already(const port::SqlError& e) {
  constexpr int said[] = {1050, 1060, 1061, 1091, 1304};  // table, column, key exists; nothing to drop; function exists
  return std::find(std::begin(said), std::end(said), e.number()) != std::end(said);
}

/// A right that a former release gave, and this account never had.
bool nothing_to_revoke(const std::string& statement, const port::SqlError& e) {
  constexpr int said[] = {1141, 1147};  // no such grant
  return statement.starts_with("REVOKE ") && std::find(std::begin(said), std::end(said), e.number()) != std::end(said);
}

/// CREATE FUNCTION refused: binary log without trust, no right to routines in this schema.
bool function_refused(const port::SqlError& e) {
  constexpr int said[] = {1044, 1142, 1227, 1370, 1419};
  return std::find(std::begin(said), std::end(said), e.number()) != std::end(said);
}

class Runner {
 public:
  Runner(port::MySql& owner, Migrated& report) : owner_(owner), report_(report) {}

  Result<void> run(const Config& config, const std::string& account_host) {
    for (const auto& statement : split_statements(file("schema_version.sql"))) owner_.execute(statement);
    read_applied();
    if (auto newer = refuse_newer(); !newer) return newer;
    for (const auto& migration : numbered())
      if (auto done = migrate_one(migration); !done) return done;
    report_.functions = functions_;
    apply("views", views(), 0, 1);
    if (config.database.isolation == "single") return {};
    return grant(config, account_host);
  }

 private:
  void read_applied() {
    owner_.each(applied_rows, {}, [&](const port::SqlRow& row) {
      applied_[row.text(0)] = {int(row.number(1)), row.text(2), std::size_t(row.number(3)), row.number(4) != 0};
    });
  }

  Result<void> refuse_newer() const {
    for (const auto& [name, row] : applied_)
      if (row.version > newest_migration())
        return Error(Code::CONFLICT,
                     "the schema has " + name + ", which this program does not know: install the newer release");
    return {};
  }

  Result<void> migrate_one(const SqlFile& migration) {
    const std::string name = name_of(migration.path);
    const std::string_view other = find_file(std::string(without) + name + ".sql").value_or("");
    const std::string checksum = port::sha256(std::string(migration.text) + std::string(other));
    const auto before = applied_.find(name);
    if (before != applied_.end() && before->second.checksum != checksum)
      return Error(Code::CONFLICT, name + " was applied in another form: a file that was released never changes");
    if (before == applied_.end() || before->second.under_way) {
      const std::string_view head = "-- min_worker: ";
      if (!migration.text.starts_with(head)) throw Failure(name + " does not begin with " + std::string(head));
      carry_out(name, migration.text, other, checksum, number_at(name), number_at(migration.text.substr(head.size())));
    }
    if (name == functions_file) find_source();
    return {};
  }

  void carry_out(const std::string& name, std::string_view text, std::string_view other, const std::string& checksum,
                 int version, int min_worker) {
    if (!functions_ && !other.empty()) return apply_text(name, other, checksum, version, min_worker);
    try {
      apply_text(name, text, checksum, version, min_worker);
    } catch (const port::SqlError& e) {
      if (name != functions_file || !function_refused(e)) throw;
      log(Level::notice, "CREATE FUNCTION is refused; each connection's tenant stands in a row",
          {{"error", e.number()}});
      owner_.run(start_row, {name, version, min_worker, checksum});
      applied_.erase(name);
      apply_text(name, other, checksum, version, min_worker);
      owner_.run(keep_source, {std::string("table")});
    }
  }

  void find_source() {
    std::string source = "function";
    owner_.each(tenant_source, {}, [&](const port::SqlRow& row) { source = row.text(0); });
    functions_ = source == "function";
  }

  std::string views() const {
    const std::string all(file("views.sql"));
    if (functions_) return replace_all(all, "{tenant}", "current_tenant()") + std::string(file("views_functions.sql"));
    return replace_all(all, "{tenant}",
                       "(SELECT c.tenant_id FROM connection_tenant c WHERE c.connection_id = CONNECTION_ID())");
  }

  Result<void> grant(const Config& config, const std::string& account_host) {
    const auto app = quoted_account(config.database.app_user, account_host);
    if (!app) return app.error();
    const auto platform = quoted_account(config.database.platform_user, account_host);
    if (!platform) return platform.error();
    std::string text(file("grants.sql"));
    text += file(functions_ ? "grants_functions.sql" : "without_functions/grants_functions.sql");
    text = replace_all(replace_all(text, "{app}", *app), "{platform}", *platform);
    apply("grants", text, 0, 1);
    return {};
  }

  /// A text without a number: again whenever it differs.
  void apply(const std::string& name, const std::string& text, int version, int min_worker) {
    const std::string checksum = port::sha256(text);
    const auto before = applied_.find(name);
    if (before != applied_.end() && before->second.checksum == checksum && !before->second.under_way) return;
    applied_.erase(name);
    apply_text(name, text, checksum, version, min_worker);
  }

  void apply_text(const std::string& name, std::string_view text, const std::string& checksum, int version,
                  int min_worker) {
    const auto before = applied_.find(name);
    const bool resumed = before != applied_.end();
    const std::size_t from = resumed ? before->second.statements : 0;
    if (!resumed) owner_.run(start_row, {name, version, min_worker, checksum});
    const auto statements = split_statements(text);
    for (std::size_t at = from; at < statements.size(); ++at) {
      step(statements[at], resumed && at == from);
      owner_.run(step_row, {std::int64_t(at + 1), name});
    }
    owner_.run(finish_row, {name});
    report_.applied.push_back(name);
  }

  /// `perhaps_done`: an interruption may have fallen between this statement and the note of it.
  void step(const std::string& statement, bool perhaps_done) {
    try {
      owner_.execute(statement);
    } catch (const port::SqlError& e) {
      if (!(perhaps_done && done_already(e)) && !nothing_to_revoke(statement, e)) throw;
    } catch (const port::SqlRefused& e) {
      if (!perhaps_done || e.refusal() != port::SqlRefusal::duplicate) throw;
    }
  }

  port::MySql& owner_;
  Migrated& report_;
  std::map<std::string, Applied> applied_;
  bool functions_ = true;
};

}  // namespace

int newest_migration() {
  static const int newest = number_at(name_of(numbered().back().path));
  return newest;
}

Result<std::string> quoted_account(const std::string& user, const std::string& host) {
  const auto plain = [](const std::string& text, std::string_view more) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) || more.find(c) != std::string_view::npos;
    });
  };
  if (!plain(user, "_-.") || user.size() > 32) return wrong("account", "must be 1 to 32 of A-Z a-z 0-9 _ - .");
  if (!plain(host, "_-.:%/")) return wrong("account_host", "must be a host name, an address or %");
  return "'" + user + "'@'" + host + "'";
}

std::vector<std::string> split_statements(std::string_view text) {
  std::vector<std::string> statements;
  std::string statement;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!quoted && text.substr(at).starts_with("-- ")) {
      at = std::min(text.find('\n', at), text.size());
      statement += '\n';
      continue;
    }
    const char c = text[at];
    if (c == '\'') quoted = !quoted;
    if (c != ';' || quoted) {
      statement += c;
      continue;
    }
    statements.emplace_back(trim(replace_all(statement, "\n", " ")));
    statement.clear();
  }
  if (statement.find_first_not_of(" \n") != std::string::npos) throw Failure("an SQL file ends without ;");
  return statements;
}

Result<Migrated> migrate(port::MySql& owner, const Config& config, const std::string& account_host, seconds patience) {
  const AdvisoryLock lock(owner, "doorward_migrate:" + config.database.schema.substr(0, 40), patience);
  if (!lock.held()) return Error(Code::CONFLICT, "another migration of this schema is running");
  Migrated report;
  if (auto done = Runner(owner, report).run(config, account_host); !done) return done.error();
  return report;
}

}  // namespace doorward::store
