// Which tenant a connection sees, and whether its schema is ours.
#include "store/database.hh"

#include <algorithm>

#include "store/migrations.hh"
#include "store/transaction.hh"

namespace doorward::store {
namespace {

// What a worker asks of each new connection.
constexpr std::string_view schema_facts = R"(
  SELECT (SELECT MAX(version) FROM v_schema_version WHERE applied_at IS NOT NULL),
         (SELECT MAX(min_worker) FROM v_schema_version),
         (SELECT COUNT(*) FROM v_installation WHERE name = 'tenant_source' AND value = 'table'),
         (SELECT COUNT(*) FROM v_installation WHERE name = ? AND value = ?),
         UTC_TIMESTAMP(6))";
constexpr std::string_view select_time = "SELECT UTC_TIMESTAMP(6)";

// The tenant of the connection, where functions exist and where not (sql/without_functions).
constexpr std::string_view set_tenant = "SET @doorward_tenant = UNHEX(?)";
constexpr std::string_view set_none = "SET @doorward_tenant = NULL";
// The same together with a transaction's beginning and end: two round trips instead of four.
constexpr std::string_view set_tenant_and_begin = "SET @doorward_tenant = UNHEX(?), autocommit = 0";
constexpr std::string_view commit_and_set_none = "SET autocommit = 1, @doorward_tenant = NULL";
// The sessions of the connection, where functions exist.
constexpr std::string_view set_sessions = "SET @doorward_sessions = ?";
constexpr std::string_view set_no_sessions = "SET @doorward_sessions = NULL";
constexpr std::string_view add_tenant_row =
    "INSERT INTO v_connection_tenant (connection_id, tenant_id) VALUES (CONNECTION_ID(), UNHEX(?))";
constexpr std::string_view remove_tenant_row = "DELETE FROM v_connection_tenant";

constexpr std::string_view slug_by_function = "SELECT tenant_by_slug(?)";
constexpr std::string_view slug_by_view = "SELECT id FROM v_tenant_names WHERE slug = ?";
constexpr std::string_view beat_by_function =
    "SELECT UTC_TIMESTAMP(6), tenant_by_slug(?) IS NOT NULL, "
    "(SELECT value FROM v_installation WHERE name = 'memcached_ring')";
constexpr std::string_view beat_by_view =
    "SELECT UTC_TIMESTAMP(6), EXISTS (SELECT 1 FROM v_tenant_names WHERE slug = ?), "
    "(SELECT value FROM v_installation WHERE name = 'memcached_ring')";
constexpr std::string_view domain_by_function = "SELECT tenant_by_domain(?)";
constexpr std::string_view domain_by_view = "SELECT id FROM v_tenant_names WHERE custom_domain = ?";
constexpr std::string_view use_by_function = "SELECT slug_in_use(?)";
constexpr std::string_view use_by_view = "SELECT COUNT(*) FROM v_slugs WHERE slug = ?";
constexpr std::string_view home_by_function = "SELECT platform_home(?)";
constexpr std::string_view home_by_view = "SELECT id FROM v_platform_people WHERE email_key = ? ORDER BY id LIMIT 1";

std::string hex(const Id& id) {
  std::string text = id.text();
  std::erase(text, '-');
  return text;
}

Failure unfit(const std::string& why) { return Failure(why, Code::DEPENDENCY_DOWN); }

bool single(const Config& config) { return config.database.isolation == "single"; }

}  // namespace

port::SqlAccount app_account(const Config& config) { return {config.database.app_user, config.database.app_password}; }

port::SqlAccount platform_account(const Config& config) {
  if (single(config)) return app_account(config);
  return {config.database.platform_user, config.database.platform_password};
}

port::SqlAccount owner_account(const Config& config) {
  if (single(config)) return app_account(config);
  return {config.database.owner_user, config.database.owner_password};
}

Database::Database(const Config& config)
    : mysql_(config, app_account(config)), plans_(config.plans), theme_(config.theme) {}

void Database::expect(std::string name, std::string value) {
  expected_name_ = std::move(name);
  expected_value_ = std::move(value);
  expect_ = {};
  checked_ = 0;
}

void Database::expect(std::function<std::pair<std::string, std::string>()> row) { expect_ = std::move(row); }

bool Database::ready() {
  if (mysql_.connection() != 0 && mysql_.connection() == checked_) return false;
  if (expect_) {
    auto [name, value] = expect_();
    expect(std::move(name), std::move(value));
  }
  std::int64_t version = 0, least_worker = 0, by_table = 0, expected = 0;
  try {
    mysql_.each(schema_facts, {expected_name_, expected_value_}, [&](const port::SqlRow& row) {
      version = row.null(0) ? 0 : row.number(0);
      least_worker = row.null(1) ? 0 : row.number(1);
      by_table = row.number(2);
      expected = row.number(3);
      heard(row.time(4));
    });
  } catch (const port::SqlError& e) {
    constexpr int said[] = {1044, 1049, 1142, 1146};  // schema or table: denied, or not there
    if (std::find(std::begin(said), std::end(said), e.number()) == std::end(said)) throw;
    throw unfit("the schema is not there or not granted to this account: run doorwardctl install");
  }
  const int known = newest_migration();
  if (version < known)
    throw unfit("the schema is at version " + std::to_string(version) + ", this program needs " +
                std::to_string(known) + ": run doorwardctl migrate");
  if (least_worker > known)
    throw unfit("the schema needs a program that knows version " + std::to_string(least_worker) + ", this one knows " +
                std::to_string(known) + ": install the newer release");
  if (!expected_name_.empty() && expected == 0)
    throw unfit(
        "the master key of this host is not the installation's: copy the file keys.master_file from another host");
  functions_ = by_table == 0;
  checked_ = mysql_.connection();
  return true;
}

bool Database::sees(TenantId tenant) {
  return seen_on_ != 0 && seen_on_ == mysql_.connection() && checked_ == seen_on_ && seen_ == tenant;
}

void Database::see(TenantId tenant) {
  if (sees(tenant)) return;
  ready();
  seen_on_ = 0;
  if (!functions_) tell(remove_tenant_row);  // this connection's, or one of its number before a restart
  tell(functions_ ? set_tenant : add_tenant_row, {hex(tenant)});
  seen_ = tenant;
  seen_on_ = mysql_.connection();
}

void Database::begin(TenantId tenant) {
  ready();
  if (!functions_) {
    see(tenant);
    return mysql_.begin();
  }
  seen_on_ = 0;
  try {
    mysql_.begin(set_tenant_and_begin, {hex(tenant)}, commit_and_set_none);
  } catch (...) {
    mysql_.forget();  // nobody knows what it sees
    throw;
  }
  seen_ = tenant;
  seen_on_ = mysql_.connection();
}

void Database::ended() noexcept {
  if (functions_) seen_on_ = 0;
}

void Database::see_none() noexcept {
  if (seen_on_ == 0) return;
  const bool same = seen_on_ == mysql_.connection();
  seen_on_ = 0;
  if (same) forget(functions_ ? set_none : remove_tenant_row);
}

std::uint64_t Database::see(const std::string& sessions) {
  ready();
  tell(set_sessions, {sessions});
  return mysql_.connection();
}

void Database::see_no_sessions(std::uint64_t on) noexcept {
  if (on != 0 && on == mysql_.connection()) forget(set_no_sessions);
}

void Database::tell(std::string_view statement, const std::vector<port::SqlValue>& values) {
  try {
    mysql_.run(statement, values);
  } catch (...) {
    mysql_.forget();  // nobody knows what it sees
    throw;
  }
}

void Database::forget(std::string_view statement) noexcept {
  try {
    mysql_.run(statement);
  } catch (const std::exception&) {
    mysql_.forget();
  }
}

bool Database::shows_sessions() {
  ready();
  return functions_;
}

void Database::ask_name(std::string_view by_function, std::string_view by_view, const std::string& name,
                        const Take& take) {
  ready();
  const auto ask = [&] { mysql_.each(functions_ ? by_function : by_view, {name}, take); };
  try {
    ask();
  } catch (const port::SqlError& e) {
    if (!worth_asking_again(e, mysql_)) throw;
    ready();  // the kept connection had gone: once more on a new one
    ask();
  }
}

std::optional<TenantId> Database::look_up(std::string_view by_function, std::string_view by_view,
                                          const std::string& name) {
  std::optional<TenantId> found;
  ask_name(by_function, by_view, name, [&](const port::SqlRow& row) {
    if (const auto id = row.maybe_id(0)) found = TenantId(*id);
  });
  return found;
}

bool Database::slug_in_use(const std::string& slug) {
  bool used = false;
  ask_name(use_by_function, use_by_view, slug, [&](const port::SqlRow& row) { used = row.number(0) != 0; });
  return used;
}

std::optional<TenantId> Database::tenant_by_slug(const std::string& slug) {
  return look_up(slug_by_function, slug_by_view, slug);
}

std::optional<TenantId> Database::tenant_by_domain(const std::string& host) {
  return look_up(domain_by_function, domain_by_view, host);
}

std::optional<TenantId> Database::platform_home(const std::string& email_key) {
  return look_up(home_by_function, home_by_view, email_key);
}

void Database::heard(Time said) { said_ = Said{said, std::chrono::steady_clock::now()}; }

std::optional<Time> Database::server_time() const {
  if (!said_) return std::nullopt;
  return said_->time + std::chrono::duration_cast<Span>(std::chrono::steady_clock::now() - said_->at);
}

Time Database::read_time() {
  if (!ready()) mysql_.each(select_time, {}, [this](const port::SqlRow& row) { heard(row.time(0)); });
  return said_->time;
}

void Database::ping() {
  ready();
  mysql_.each("SELECT 1", {}, [](const port::SqlRow&) {});
}

Database::Beat Database::beat(const std::string& slug) {
  Beat beat{};
  ask_name(beat_by_function, beat_by_view, slug, [&](const port::SqlRow& row) {
    heard(row.time(0));
    beat = {said_->time, row.number(1) != 0, row.null(2) ? "" : row.text(2)};
  });
  return beat;
}

TenantDb::TenantDb(Database& database, TenantId tenant) : database_(database), tenant_(tenant) {}

TenantDb::~TenantDb() {
  if (database_.sees(tenant_)) database_.see_none();
}

void TenantDb::turn_to(TenantId tenant) {
  tenant_ = tenant;
  see();
}

void TenantDb::see() {
  again_if_lost(database_.mysql_, [this] { database_.see(tenant_); });
}

std::int64_t TenantDb::run(std::string_view statement, const std::vector<port::SqlValue>& values) {
  see();
  return run_statement(database_.mysql_, statement, values);
}

void TenantDb::each(std::string_view statement, const std::vector<port::SqlValue>& values,
                    const std::function<void(const port::SqlRow&)>& take) {
  ask_question(
      database_.mysql_, [this] { see(); }, statement, values, take);
}

void TenantDb::transaction(const std::function<bool()>& work) {
  const struct End {
    Database& database;
    ~End() { database.ended(); }
  } end{database_};
  run_transaction(
      database_.mysql_, [this] { database_.begin(tenant_); }, work);
}

SessionsDb::SessionsDb(Database& database, const std::map<SessionId, TenantId>& sessions) : database_(database) {
  for (const auto& [session, tenant] : sessions)
    sessions_.append(sessions_.empty() ? "" : ",").append("[\"" + hex(tenant) + "\",\"" + hex(session) + "\"]");
  sessions_ = "[" + sessions_ + "]";
}

void SessionsDb::see() {
  if (seen_on_ != 0 && seen_on_ == database_.mysql_.connection()) return;
  again_if_lost(database_.mysql_, [this] { seen_on_ = database_.see(sessions_); });
}

void SessionsDb::each(std::string_view statement, const std::function<void(const port::SqlRow&)>& take) {
  ask_question(
      database_.mysql_, [this] { see(); }, statement, {}, take);
}

PlatformDb::PlatformDb(const Config& config)
    : mysql_(config, platform_account(config)), plans_(config.plans), theme_(config.theme) {}

void PlatformDb::transaction(const std::function<bool()>& work) {
  run_transaction(
      mysql_, [this] { mysql_.begin(); }, work);
}

}  // namespace doorward::store
