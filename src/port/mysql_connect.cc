// Opening a session: hosts in order, TLS, time-outs, and what every session must be.
#include <cppconn/driver.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include <algorithm>

#include "base/log.hh"
#include "port/library.hh"
#include "port/mysql_link.hh"
// This header of Connector/C++ does not stand alone.
#include <cppconn/metadata.h>

namespace doorward::port {
namespace {

/// Connector/C++ counts time-outs in whole seconds.
int whole_seconds(Span span) {
  return int(std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(span).count()));
}

/// All of Connector/C++ that is called by its name; the rest are virtual functions of what it gives.
sql::Driver& driver() {
  static const Library library("libmysqlcppconn.so.7");
  static const auto get = library.find<decltype(::get_driver_instance)>("get_driver_instance");
  return *get();
}

bool is_socket(const std::string& host) { return host.starts_with('/'); }

sql::ConnectOptionsMap options_of(const MySql::Link& link, const std::string& host) {
  sql::ConnectOptionsMap options;
  options["hostName"] = sql::SQLString((is_socket(host) ? "unix://" : "tcp://") + host);
  options["userName"] = sql::SQLString(link.account.user);
  options["password"] = sql::SQLString(std::string(link.account.password.reveal()));
  if (!link.schema.empty()) options["schema"] = sql::SQLString(link.schema);
  for (const char* timeout : {"OPT_CONNECT_TIMEOUT", "OPT_READ_TIMEOUT", "OPT_WRITE_TIMEOUT"})
    options[timeout] = whole_seconds(link.timeout);
  options["OPT_LOCAL_INFILE"] = 0;
  if (!link.tls_ca.empty() && !is_socket(host)) {
    // Debian's Connector/C++ ignores OPT_SSL_MODE; these three are what libmariadb obeys.
    options["sslCA"] = sql::SQLString(link.tls_ca);
    options["sslEnforce"] = true;
    options["sslVerify"] = true;
    if (!link.tls_cert.empty()) options["sslCert"] = sql::SQLString(link.tls_cert);
    if (!link.tls_key.empty()) options["sslKey"] = sql::SQLString(link.tls_key);
  }
  return options;
}

bool encrypted(sql::Statement& statement) {
  const std::unique_ptr<sql::ResultSet> answer(statement.executeQuery("SHOW SESSION STATUS LIKE 'Ssl_cipher'"));
  return answer->next() && !answer->getString(2).asStdString().empty();
}

/// `what`, and whether this is a node of Galera, which a server that was built without clusters does not know.
std::unique_ptr<sql::ResultSet> ask_session(sql::Statement& statement, const std::string& what, bool mariadb) {
  try {
    return std::unique_ptr<sql::ResultSet>(statement.executeQuery(what + (mariadb ? ", @@wsrep_on" : ", 0")));
  } catch (const sql::SQLException& e) {
    constexpr int unknown_variable = 1193;
    if (!mariadb || e.getErrorCode() != unknown_variable) throw;
    return ask_session(statement, what, false);
  }
}

/// The server may be set up otherwise (init_connect, a proxy): what was asked for is read back. True: a node of Galera.
bool assert_session(sql::Statement& statement, const std::string& level_name, bool mariadb) {
  const auto answer = ask_session(statement, "SELECT @@sql_mode, @@time_zone, " + ("@@" + level_name), mariadb);
  const bool there = answer->next();
  const auto said = [&](unsigned column) { return there ? answer->getString(column).asStdString() : std::string(); };
  const std::string mode = said(1), zone = said(2), level = said(3);
  if (mode.find("STRICT_ALL_TABLES") == std::string::npos || zone != "+00:00" || level != "READ-COMMITTED")
    throw SqlError("the database session is not strict, UTC and READ COMMITTED: sql_mode " + mode + ", time_zone " +
                       zone + ", isolation " + level,
                   Code::DEPENDENCY_DOWN, 0);
  return said(4) == "1";
}

/// A session of this host: strict mode, READ COMMITTED, UTC, all asserted. Throws SqlError or sql::SQLException.
void open_session(MySql::Link& link, const std::string& host) {
  auto options = options_of(link, host);
  std::unique_ptr<sql::Connection> connection(driver().connect(options));
  const std::unique_ptr<sql::Statement> statement(connection->createStatement());
  if (options.contains("sslEnforce") && !encrypted(*statement))
    throw SqlError("the connection to " + host + " is not encrypted although database.tls_ca is set",
                   Code::DEPENDENCY_DOWN, 0);
  const auto version = connection->getMetaData()->getDatabaseProductVersion().asStdString();
  const bool mariadb = version.find("MariaDB") != std::string::npos;
  const std::string level_name = mariadb ? "tx_isolation" : "transaction_isolation";
  statement->execute(
      "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
      "NO_ENGINE_SUBSTITUTION', SESSION time_zone = '+00:00', SESSION " +
      level_name +
      " = 'READ-COMMITTED', SESSION innodb_lock_wait_timeout = " + std::to_string(whole_seconds(link.timeout)));
  link.cluster = assert_session(*statement, level_name, mariadb);
  // A cluster's node answers a read only when it has applied what was committed before it, and from no cache: what is
  // answered from there hides that another node has ended the transaction. The cache of a server that stands alone
  // forgets what a commit changes before the commit is answered.
  if (link.cluster) statement->execute("SET SESSION wsrep_sync_wait = 1, SESSION query_cache_type = OFF");
  link.plain.reset(connection->createStatement());
  link.open = std::move(connection);
}

}  // namespace

void load_database_client() { driver(); }

void MySql::Link::connect() {
  if (doomed) throw SqlError("the transaction has ended by itself", Code::DEPENDENCY_DOWN, 0);
  if (open) return;
  Measured attempt(meter);
  int number = 0;
  std::string why;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const std::size_t at = (host + i) % hosts.size();
    try {
      open_session(*this, hosts[at]);
      host = at;
      ++connections;
      return;
    } catch (const sql::SQLException& e) {
      number = e.getErrorCode();
      why = e.what();
    } catch (const SqlError& e) {
      number = e.number();
      why = e.what();
    }
    log(Level::warning, "database host does not answer",
        {{"host", hosts[at]}, {"error", std::int64_t{number}}, {"reason", why}});
  }
  attempt.failed();
  throw SqlError("no database host answers: " + why, Code::DEPENDENCY_DOWN, number);
}

void MySql::Link::drop() noexcept {
  kept.clear();
  closing.clear();
  plain.reset();
  open.reset();
  doomed = in_transaction;
}

}  // namespace doorward::port
