// Inside port/ only: the connection behind MySql, with its kept statements.
#pragma once
#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>

#include <map>

#include "port/mysql.hh"

namespace doorward::port {

/// A statement prepared once on this connection.
struct KeptStatement {
  std::shared_ptr<sql::PreparedStatement> prepared;
  std::uint64_t last_use = 0;
};

/// What an error number means to us.
enum class SqlTrouble { duplicate, deadlock, foreign_key, check_option, lock_timeout, away, other };
SqlTrouble trouble_of(int number);
enum class Asks { question, change };

struct MySql::Link {
  std::vector<std::string> hosts;
  std::string schema;
  std::string tls_ca, tls_cert, tls_key;
  SqlAccount account;
  Span timeout;

  std::size_t host = 0;  // where the last connection succeeded
  std::unique_ptr<sql::Connection> open;
  std::unique_ptr<sql::Statement> plain;
  std::map<std::string, KeptStatement, std::less<>> kept;
  std::uint64_t connections = 0, uses = 0;
  Meter meter;
  bool cluster = false;  // the connection is to a node of Galera
  bool in_transaction = false;
  bool touched = false;  // something was asked in this transaction, of a table: else a node calls it none
  std::string closing;   // of a transaction that began by a SET: autocommit is off until it is said
  bool doomed = false;   // the transaction ended by itself (deadlock, lost connection): no question until rollback

  /// The first host that answers, beginning with the last good one. Throws SqlError when none does.
  void connect();
  void drop() noexcept;
  std::shared_ptr<sql::PreparedStatement> prepare(std::string_view statement);
  /// Throws a deadlock where it has ended in silence: Galera loses its word when it ends the transaction of one node
  /// for another's while that has a SELECT prepared.
  void assert_still_in_transaction();
  void plainly(const std::string& statement, std::string_view shown = {});  // on the connection there is
  /// Whether this is no contention of two for a lock, but the node's with its cluster: a first question waits there for
  /// what the node has still to apply, and is ended where a table is altered.
  bool fallen_behind(SqlTrouble trouble, Asks kind, bool waited) const;
  /// Calls `ask`; what the server says against it becomes SqlRefused or SqlError, and a connection that can no longer
  /// be trusted is dropped, as is one to a node that has fallen behind its cluster.
  void guarded(std::string_view statement, Asks kind, const std::function<void()>& ask);
};

/// The host takes connections, but no work: read-only, behind its cluster or not part of it now. The next one is asked.
bool only_this_host(int number);
/// "… for key 'users.users_email'" gives "users_email".
std::string duplicate_key(std::string_view message);

}  // namespace doorward::port
