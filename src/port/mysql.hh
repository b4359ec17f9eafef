// MySQL and MariaDB by Connector/C++: one connection, statements kept prepared, time-outs always set.
// Lost connections, time-outs and refusals to connect throw Failure(DEPENDENCY_DOWN).
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/config.hh"
#include "base/id.hh"
#include "base/time.hh"
#include "port/meter.hh"

namespace doorward::port {

/// A parameter of a statement. Text and bytes are both strings; times become DATETIME(6).
using SqlValue = std::variant<std::nullptr_t, std::int64_t, std::string, Time>;
inline SqlValue sql(const Id& id) { return std::string(id.raw()); }
template <class T>
SqlValue sql(const std::optional<T>& v) {
  if (!v) return nullptr;
  if constexpr (std::is_base_of_v<Id, T>)
    return sql(*v);
  else
    return SqlValue(*v);
}

/// One row of an answer; columns from 0. Wrong NULLs throw Failure.
class SqlRow {
 public:
  virtual ~SqlRow() = default;
  virtual bool null(unsigned column) const = 0;
  virtual std::string text(unsigned column) const = 0;  // bytes as they are
  virtual std::int64_t number(unsigned column) const = 0;
  Time time(unsigned column) const;
  std::optional<Time> maybe_time(unsigned column) const;
  Id id(unsigned column) const;
  std::optional<Id> maybe_id(unsigned column) const;
};

enum class SqlRefusal { duplicate, deadlock, foreign_key, check_option, lock_timeout };

/// What the server refused in a way that the caller may expect.
class SqlRefused : public std::exception {
 public:
  SqlRefused(SqlRefusal what, std::string key) : what_(what), key_(std::move(key)) {}
  SqlRefusal refusal() const { return what_; }
  const std::string& key() const { return key_; }  // duplicate: name of the unique key
  const char* what() const noexcept override { return key_.c_str(); }

 private:
  SqlRefusal what_;
  std::string key_;
};

/// Everything else that goes wrong with the database. `what()` holds error number, SQLSTATE and statement, never a
/// value: for the log. DEPENDENCY_DOWN when the server is away, read-only or refuses to connect.
class SqlError : public Failure {
 public:
  SqlError(const std::string& what, Code code, int number) : Failure(what, code), number_(number) {}
  int number() const { return number_; }  // MySQL's error number

 private:
  int number_;
};

/// The number where nothing came in time: who asks again may wait as long again.
constexpr int lost_by_waiting = 2013;

struct SqlAccount {
  std::string user;
  Secret password;
};

class MySql {
 public:
  /// Connects lazily at the first question, to the first of database.hosts that answers, and again at the next
  /// question after a loss; the question that met the loss throws. `patience`: a time-out other than
  /// database.timeout, for install and migrate. `schema` empty: none is chosen.
  MySql(const Config& config, SqlAccount account);
  MySql(const Config& config, SqlAccount account, std::string schema, Span patience);
  MySql(MySql&&) noexcept;
  ~MySql();

  /// Rows changed (found rows are not counted). `statement` is a literal; it is prepared once and kept.
  std::int64_t run(std::string_view statement, const std::vector<SqlValue>& values = {});
  void each(std::string_view statement, const std::vector<SqlValue>& values,
            const std::function<void(const SqlRow&)>& take);
  void begin();
  /// The same in one round trip with other settings: `opening` is a SET that turns autocommit off, `closing` (a
  /// literal) one that turns it on and so commits. A rollback ends with `closing` too. What begins so ends so. A node
  /// of Galera is told to commit before `closing`: if that fails then, the connection is dropped and the commit stands.
  void begin(std::string_view opening, const std::vector<SqlValue>& values, std::string_view closing);
  void commit();
  void rollback() noexcept;
  bool in_transaction() const;
  /// Statements that are not prepared (DDL, SET); for install and migrate.
  /// `shown` stands for it in errors, where the statement holds a password.
  void execute(const std::string& statement, std::string_view shown = {});
  const Meter& meter() const;           // statements and attempts to connect; what a caller may expect is no failure
  std::size_t kept_statements() const;  // bounded: the servers keep only so many for all their clients
  /// Which connection this is, counted from 1; 0: none. What was set on one is gone on the next.
  std::uint64_t connection() const;
  std::uint64_t connect();  // connects if there is none; the number of the connection
  void forget();  // drops the connection: whatever state it had is gone; a transaction can only be rolled back

  struct Link;

 private:
  std::unique_ptr<Link> link_;
};

/// Opens the client's library, which else waits for the first question: who forks workers does it once for all of
/// them. Throws Failure where it is missing.
void load_database_client();

}  // namespace doorward::port
