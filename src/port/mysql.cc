// Questions on one connection: parameters in, rows out, trouble as words.
#include "port/mysql.hh"

#include <cppconn/datatype.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include <algorithm>

#include "base/log.hh"
#include "port/mysql_link.hh"
// This header of Connector/C++ does not stand alone.
#include <cppconn/metadata.h>

namespace doorward::port {
namespace {

/// The servers keep at most 16,382 prepared statements for all their clients together.
constexpr std::size_t kept_most = 128;

std::string shown(std::string_view statement) {
  constexpr std::size_t longest = 160;
  return std::string(statement.substr(0, longest));
}

/// libmariadb says "lost" (2013) for a connection that was closed and for a time-out alike: the first is "gone" here.
int loss_number(int number, bool waited) {
  constexpr int gone = 2006;
  return number == lost_by_waiting && !waited ? gone : number;
}

class Row : public SqlRow {
 public:
  explicit Row(const sql::ResultSet& at) : at_(at) {}
  bool null(unsigned column) const override { return at_.isNull(column + 1); }
  std::string text(unsigned column) const override {
    if (null(column)) throw Failure("column " + std::to_string(column) + " is NULL");
    return at_.getString(column + 1).asStdString();
  }
  std::int64_t number(unsigned column) const override {
    if (null(column)) throw Failure("column " + std::to_string(column) + " is NULL");
    return at_.getInt64(column + 1);
  }

 private:
  const sql::ResultSet& at_;
};

struct Binder {
  sql::PreparedStatement& statement;
  unsigned at;
  void operator()(std::nullptr_t) const { statement.setNull(at, sql::DataType::VARCHAR); }
  void operator()(std::int64_t number) const { statement.setInt64(at, number); }
  void operator()(const std::string& text) const { statement.setString(at, text); }
  void operator()(Time time) const { statement.setString(at, to_sql(time)); }
};

void bind(sql::PreparedStatement& statement, const std::vector<SqlValue>& values) {
  unsigned at = 0;
  for (const auto& value : values) std::visit(Binder{statement, ++at}, value);
}

[[noreturn]] void refuse(SqlTrouble trouble, const sql::SQLException& e) {
  switch (trouble) {
    case SqlTrouble::duplicate: throw SqlRefused(SqlRefusal::duplicate, duplicate_key(e.what()));
    case SqlTrouble::deadlock: throw SqlRefused(SqlRefusal::deadlock, "deadlock");
    case SqlTrouble::lock_timeout: throw SqlRefused(SqlRefusal::lock_timeout, "lock wait time-out");
    case SqlTrouble::foreign_key: throw SqlRefused(SqlRefusal::foreign_key, "foreign key");
    default: throw SqlRefused(SqlRefusal::check_option, "row of another tenant");
  }
}

}  // namespace

Time SqlRow::time(unsigned column) const {
  const auto parsed = parse_sql(text(column));
  if (!parsed) throw Failure("column " + std::to_string(column) + " is not a time");
  return *parsed;
}

std::optional<Time> SqlRow::maybe_time(unsigned column) const {
  if (null(column)) return std::nullopt;
  return time(column);
}

Id SqlRow::id(unsigned column) const {
  const auto parsed = Id::from_raw(text(column));
  if (!parsed) throw Failure("column " + std::to_string(column) + " is not an id");
  return *parsed;
}

std::optional<Id> SqlRow::maybe_id(unsigned column) const {
  if (null(column)) return std::nullopt;
  return id(column);
}

bool MySql::Link::fallen_behind(SqlTrouble trouble, Asks kind, bool waited) const {
  if (!cluster || kind != Asks::question || (in_transaction && touched)) return false;
  // Within a transaction it may have asked for a lock; and a deadlock there is repeated as a whole.
  if (in_transaction) return trouble == SqlTrouble::lock_timeout && !waited;
  return trouble == SqlTrouble::lock_timeout || trouble == SqlTrouble::deadlock;
}

void MySql::Link::guarded(std::string_view statement, Asks kind, const std::function<void()>& ask) {
  Measured asked(meter);
  try {
    ask();
  } catch (const sql::SQLException& e) {
    const bool waited = asked.so_far() >= timeout;
    int number = loss_number(e.getErrorCode(), waited);
    SqlTrouble trouble = trouble_of(number);
    if (fallen_behind(trouble, kind, waited)) {
      trouble = SqlTrouble::away;
      if (waited) number = lost_by_waiting;
    }
    // The server has rolled a deadlocked transaction back already; a time-out of a lock leaves it open.
    if (trouble == SqlTrouble::deadlock) doomed = in_transaction;
    if (trouble == SqlTrouble::deadlock || trouble == SqlTrouble::lock_timeout) asked.met_another();
    if (trouble != SqlTrouble::away && trouble != SqlTrouble::other) refuse(trouble, e);
    asked.failed();
    const std::string what =
        "database error " + std::to_string(number) + " (" + e.getSQLState() + ") at: " + shown(statement);
    if (trouble == SqlTrouble::other && number != 0) throw SqlError(what, Code::INTERNAL_ERROR, number);
    drop();
    if (only_this_host(number)) host = (host + 1) % hosts.size();
    throw SqlError(what, Code::DEPENDENCY_DOWN, number);
  }
  if (logs(Level::debug))
    log(Level::debug, "statement", {{"text", shown(statement)}, {"duration_us", asked.so_far().count() / 1000}});
}

void MySql::Link::assert_still_in_transaction() {
  // Who has asked nothing yet has nothing to lose, and is in none for the server.
  if (!cluster || !in_transaction || !touched) return;
  constexpr int deadlock = 1213;
  try {
    const std::string variable = "@@in_transaction";
    const std::unique_ptr<sql::ResultSet> answer(plain->executeQuery("SELECT " + variable));
    if (!answer->next() || answer->getInt(1) == 0) throw sql::SQLException("certification failed", "40001", deadlock);
  } catch (const sql::SQLException&) {
    doomed = true;  // whatever it was: outside of a transaction this question may be refused as any
    throw;
  }
}

std::shared_ptr<sql::PreparedStatement> MySql::Link::prepare(std::string_view statement) {
  auto at = kept.find(statement);
  if (at == kept.end()) {
    if (kept.size() >= kept_most)
      kept.erase(std::min_element(kept.begin(), kept.end(),
                                  [](const auto& a, const auto& b) { return a.second.last_use < b.second.last_use; }));
    std::shared_ptr<sql::PreparedStatement> prepared(open->prepareStatement(std::string(statement)));
    at = kept.emplace(statement, KeptStatement{std::move(prepared), 0}).first;
    assert_still_in_transaction();
  }
  at->second.last_use = ++uses;
  return at->second.prepared;
}

void MySql::Link::plainly(const std::string& statement, std::string_view shown) {
  guarded(shown.empty() ? std::string_view(statement) : shown, Asks::change, [&] { plain->execute(statement); });
}

MySql::MySql(const Config& config, SqlAccount account)
    : MySql(config, std::move(account), config.database.schema, config.database.timeout) {}

MySql::MySql(const Config& config, SqlAccount account, std::string schema, Span patience)
    : link_(std::make_unique<Link>()) {
  link_->hosts = config.database.hosts;
  link_->schema = std::move(schema);
  link_->tls_ca = config.database.tls_ca;
  link_->tls_cert = config.database.tls_cert;
  link_->tls_key = config.database.tls_key;
  link_->account = std::move(account);
  link_->timeout = patience;
}

MySql::MySql(MySql&&) noexcept = default;

MySql::~MySql() {
  if (link_) link_->drop();
}

std::int64_t MySql::run(std::string_view statement, const std::vector<SqlValue>& values) {
  std::int64_t changed = 0;
  link_->connect();
  link_->guarded(statement, Asks::change, [&] {
    const auto prepared = link_->prepare(statement);
    bind(*prepared, values);
    changed = prepared->executeUpdate();
  });
  link_->touched = true;
  return changed;
}

void MySql::each(std::string_view statement, const std::vector<SqlValue>& values,
                 const std::function<void(const SqlRow&)>& take) {
  std::shared_ptr<sql::PreparedStatement> prepared;  // lives as long as its rows, whatever `take` asks
  std::unique_ptr<sql::ResultSet> rows;
  link_->connect();
  link_->guarded(statement, Asks::question, [&] {
    prepared = link_->prepare(statement);
    bind(*prepared, values);
    rows.reset(prepared->executeQuery());
  });
  link_->touched = true;
  // All rows are here already: `take` may ask further questions, but not this same statement.
  const Row row(*rows);
  for (const auto on = connection(); rows->next();) {
    take(row);
    if (connection() != on) throw SqlError("the connection of these rows is gone", Code::DEPENDENCY_DOWN, 0);
  }
}

void MySql::begin() {
  link_->connect();
  constexpr const char* opening = "START TRANSACTION";  // on a cluster it waits as a question does
  link_->guarded(opening, Asks::question, [&] { link_->plain->execute(opening); });
  link_->in_transaction = true;
  link_->touched = false;
}

void MySql::begin(std::string_view opening, const std::vector<SqlValue>& values, std::string_view closing) {
  run(opening, values);
  link_->in_transaction = true;
  link_->touched = false;
  link_->closing = closing;
}

void MySql::commit() {
  // A transaction that ended by itself must not be taken for committed.
  if (!link_->in_transaction || link_->doomed) throw Failure("no transaction to commit", Code::DEPENDENCY_DOWN);
  link_->in_transaction = false;
  const bool by_closing = !link_->closing.empty() && !link_->cluster;
  link_->plainly(by_closing ? link_->closing : "COMMIT");
  const std::string closing = std::exchange(link_->closing, {});
  if (by_closing || closing.empty()) return;
  // A node of Galera that has to apply a certified transaction again answers "done" and leaves a SET undone.
  try {
    link_->plainly(closing);
  } catch (const std::exception&) {
    forget();  // what was committed stands; of the connection nobody knows
  }
}

void MySql::rollback() noexcept {
  if (!link_->in_transaction && link_->closing.empty()) return;
  const bool over = link_->doomed;
  const std::string closing = std::exchange(link_->closing, {});
  link_->in_transaction = link_->doomed = false;
  if (!link_->open) return;
  try {
    // After a commit that was refused too: what closes would commit what the server may still hold.
    if (!over || !closing.empty()) link_->plainly("ROLLBACK");
    if (!closing.empty()) link_->plainly(closing);
  } catch (const std::exception&) {
    forget();  // the server rolls back what its client leaves
  }
}

bool MySql::in_transaction() const { return link_->in_transaction; }
void MySql::execute(const std::string& statement, std::string_view shown) {
  link_->connect();
  link_->plainly(statement, shown);
}

const Meter& MySql::meter() const { return link_->meter; }
std::size_t MySql::kept_statements() const { return link_->kept.size(); }

std::uint64_t MySql::connection() const { return link_->open ? link_->connections : 0; }

std::uint64_t MySql::connect() {
  link_->connect();
  return link_->connections;
}

void MySql::forget() { link_->drop(); }

}  // namespace doorward::port
