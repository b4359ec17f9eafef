// The ways to the database. TenantDb sees one tenant, SessionsDb the facts of a few sessions, PlatformDb sees across;
// only the services listed in tests/guard may hold a PlatformDb.
#pragma once
#include <map>
#include <optional>

#include "base/config.hh"
#include "model/plan.hh"
#include "model/tenant.hh"
#include "port/mysql.hh"

namespace doorward::store {

/// Accounts of the settings; under database.isolation = single all three are the same.
port::SqlAccount app_account(const Config& config);
port::SqlAccount platform_account(const Config& config);
port::SqlAccount owner_account(const Config& config);

/// The worker's connection, without a tenant: nothing can be read through it but public names. On each new
/// connection it asks what the schema is: one that is too old or too new for this program, or an installation
/// with another master key, throws Failure(DEPENDENCY_DOWN) that says so.
class Database {
 public:
  explicit Database(const Config& config);
  port::MySql& mysql() { return mysql_; }  // for store/ and tests that count statements
  const Plans& plans() const { return plans_; }
  const Theme& theme() const { return theme_; }

  /// A row of `installation` that every connection must find: the check value of this host's newest master key.
  void expect(std::string name, std::string value);
  void expect(std::function<std::pair<std::string, std::string>()> row);  // made at the first connection

  /// Before a tenant is known. Slug, host and e-mail address in canonical form; platform and resellers are
  /// found by the last one only, which gives the row (platform or reseller) where that person lives.
  std::optional<TenantId> tenant_by_slug(const std::string& slug);
  std::optional<TenantId> tenant_by_domain(const std::string& host);
  std::optional<TenantId> platform_home(const std::string& email_key);

  /// Tenants, resellers and deleted ones share their slugs; tenant_by_slug sees the first alone.
  bool slug_in_use(const std::string& slug);

  /// The server's time as it should be now, going by what it said last (on each new connection, and to
  /// read_time) and this process's steady clock; nullopt: it was never asked.
  std::optional<Time> server_time() const;
  /// What it said last, and when by the steady clock, which all processes of a host read.
  struct Said {
    Time time;
    std::chrono::steady_clock::time_point at;
  };
  const std::optional<Said>& said() const { return said_; }
  void said_to_another(Said said) { said_ = said; }
  /// Asks it; throws Failure(DEPENDENCY_DOWN).
  Time read_time();

  /// Asks the server anything, connecting if need be; throws Failure(DEPENDENCY_DOWN).
  void ping();
  /// Its time, whether there is a tenant of this slug, and the ring as store/ring reads it (empty: none): all that
  /// health asks, in one statement. Throws likewise.
  struct Beat {
    Time time;
    bool named;
    std::string ring;
  };
  Beat beat(const std::string& slug);

  /// Is there a SessionsDb? Not where this server refused CREATE FUNCTION.
  bool shows_sessions();

 private:
  friend class TenantDb;
  friend class SessionsDb;
  bool ready();  // connected, and the schema fits; true: it was asked just now, and said its time
  void heard(Time said);
  void see(TenantId tenant);                        // the connection sees this tenant
  void see_none() noexcept;                         // or the connection is gone
  void begin(TenantId tenant);                      // a transaction that sees this tenant
  void ended() noexcept;                            // that one; the connection sees none
  bool sees(TenantId tenant);                       // now, on this connection
  std::uint64_t see(const std::string& sessions);   // gives the connection that sees them
  void see_no_sessions(std::uint64_t on) noexcept;  // or that connection is gone
  void tell(std::string_view statement,
            const std::vector<port::SqlValue>& values = {});  // what it sees, or it is closed
  void forget(std::string_view statement) noexcept;           // likewise
  using Take = std::function<void(const port::SqlRow&)>;
  void ask_name(std::string_view by_function, std::string_view by_view, const std::string& name, const Take& take);
  std::optional<TenantId> look_up(std::string_view by_function, std::string_view by_view, const std::string& name);

  port::MySql mysql_;
  std::function<std::pair<std::string, std::string>()> expect_;
  Plans plans_;
  Theme theme_;
  std::string expected_name_, expected_value_;
  std::optional<Said> said_;   // by the server's clock
  std::uint64_t checked_ = 0;  // the connection whose schema was looked at
  bool functions_ = true;      // false: this server refused CREATE FUNCTION
  std::uint64_t seen_on_ = 0;
  TenantId seen_;
};

/// While it lives the connection sees this tenant alone; when it dies the connection sees none. A lost
/// connection is opened again before a question, never in the middle of a transaction.
class TenantDb {
 public:
  TenantDb(Database& database, TenantId tenant);
  TenantDb(const TenantDb&) = delete;
  TenantDb& operator=(const TenantDb&) = delete;
  ~TenantDb();

  TenantId tenant() const { return tenant_; }
  /// From here on the connection sees this one.
  void turn_to(TenantId tenant);
  const Plans& plans() const { return database_.plans(); }
  const Theme& theme() const { return database_.theme(); }
  std::int64_t run(std::string_view statement, const std::vector<port::SqlValue>& values = {});
  void each(std::string_view statement, const std::vector<port::SqlValue>& values,
            const std::function<void(const port::SqlRow&)>& take);
  /// Runs `work` in one transaction: commit when it returns true, rollback when it returns false or
  /// throws. Deadlocks and certification failures run it again, three times at most, a connection lost
  /// before the commit once: so `work` changes nothing but the database and its own result. A connection
  /// lost during the commit throws: only a look at the data tells what became of it.
  void transaction(const std::function<bool()>& work);

 private:
  void see();
  Database& database_;
  TenantId tenant_;
};

/// While it lives the connection sees the facts of these sessions in v_session_facts, each with the tenant that is said
/// here, and nothing else of any tenant; when it dies, none. Only where Database::shows_sessions().
class SessionsDb {
 public:
  SessionsDb(Database& database, const std::map<SessionId, TenantId>& sessions);
  SessionsDb(const SessionsDb&) = delete;
  SessionsDb& operator=(const SessionsDb&) = delete;
  ~SessionsDb() { database_.see_no_sessions(seen_on_); }

  void each(std::string_view statement, const std::function<void(const port::SqlRow&)>& take);

 private:
  void see();
  Database& database_;
  std::string sessions_;
  std::uint64_t seen_on_ = 0;
};

/// Another account, across tenants.
class PlatformDb {
 public:
  explicit PlatformDb(const Config& config);
  port::MySql& mysql() { return mysql_; }
  const Plans& plans() const { return plans_; }
  const Theme& theme() const { return theme_; }
  void transaction(const std::function<bool()>& work);  // as TenantDb's

 private:
  port::MySql mysql_;
  Plans plans_;
  Theme theme_;
};

}  // namespace doorward::store
