// The servers of a test run: one private MariaDB and memcached. `make check` starts them and says where in
// DOORWARD_TEST_STACK; a test program run by hand starts its own and ends them when it exits.
#pragma once
#include <string>

namespace tests {

class Stack {
 public:
  /// The stack of this run, started if need be.
  static const Stack& get();
  /// A stack of one's own, for tests that stop servers. `flags` go to the database server.
  explicit Stack(const std::string& flags);
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;
  ~Stack();

  const std::string& folder() const { return folder_; }
  std::string database_socket() const { return folder_ + "/run/mariadb.sock"; }
  std::string memcached_socket() const { return folder_ + "/run/memcached.sock"; }
  std::string admin_password() const;  // of doorward_owner, who may everything
  /// The run is on MySQL (DOORWARD_TEST_SERVER), not on MariaDB.
  static bool mysql();
  /// On MariaDB as a node of a cluster.
  static bool galera();
  int pid(const std::string& name) const;  // "mariadb" (also where it is MySQL), "memcached"
  void restart() const;                    // servers that were ended come back; data is kept

 private:
  Stack();
  void up() const;
  void own();
  std::string folder_, flags_;
  int owner_ = 0;  // the process that started it; 0: somebody else's
};

/// The repository's folder, where scripts and pages are found.
std::string repository();

}  // namespace tests
