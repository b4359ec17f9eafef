// The two ways to the database. TenantDb sees one tenant, PlatformDb sees across; only the services
// listed in tests/guard may hold a PlatformDb.
#pragma once
#include "base/config.hh"
#include "port/mysql.hh"

namespace doorward::store {

/// The worker's connection, without a tenant: nothing can be read through it but public names.
class Database {
 public:
  explicit Database(const Config& config);
  port::MySql& mysql() { return mysql_; }  // for store/ and tests that count statements

 private:
  port::MySql mysql_;
};

/// While it lives the connection sees this tenant alone; when it dies the connection sees none.
class TenantDb {
 public:
  TenantDb(Database& database, TenantId tenant);
  TenantDb(const TenantDb&) = delete;
  TenantDb& operator=(const TenantDb&) = delete;
  ~TenantDb();

  TenantId tenant() const { return tenant_; }
  std::int64_t run(std::string_view statement, const std::vector<port::SqlValue>& values = {});
  void each(std::string_view statement, const std::vector<port::SqlValue>& values,
            const std::function<void(const port::SqlRow&)>& take);
  /// Runs `work` in one transaction: commit when it returns true, rollback when it returns false or
  /// throws. Deadlocks and certification failures run it again, three times at most.
  void transaction(const std::function<bool()>& work);

 private:
  Database& database_;
  TenantId tenant_;
};

/// Another account, across tenants.
class PlatformDb {
 public:
  explicit PlatformDb(const Config& config);
  port::MySql& mysql() { return mysql_; }

 private:
  port::MySql mysql_;
};

}  // namespace doorward::store
