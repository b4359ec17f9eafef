// A server that is killed, stopped or read-only: 503 within about a second, and normal as soon as it is back.
#include <signal.h>

#include <chrono>

#include "support/catalogue.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

using Steady = std::chrono::steady_clock;

/// One server of its own for all cases of this file; what it acknowledged survives it.
const tests::Stack& own_stack() {
  static const tests::Stack stack("--innodb-flush-log-at-trx-commit=1");
  return stack;
}

struct Fixture {
  tests::World world{{{"database.timeout", "1s"}}, own_stack(), tests::Isolation::accounts};
  TenantId tenant = world.make_tenant();

  bool answers() {
    bool found = false;
    store::TenantDb(world.database, tenant).each("SELECT id FROM t_tenant", {}, [&](const auto&) { found = true; });
    return found;
  }
  /// Down, said as such, each time within one time-out (a second) and what a busy machine adds.
  void expect_down() {
    const auto begin = Steady::now();
    BOOST_CHECK_EXCEPTION(answers(), Failure, [](const Failure& e) { return e.code() == Code::DEPENDENCY_DOWN; });
    BOOST_CHECK_EXCEPTION(world.database.tenant_by_slug("any"), Failure,
                          [](const Failure& e) { return e.code() == Code::DEPENDENCY_DOWN; });
    BOOST_TEST(std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - begin).count() < 2900);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(outage, Fixture)

BOOST_AUTO_TEST_CASE(a_killed_server_is_down_and_its_successor_is_used_at_once) {
  BOOST_TEST(answers());
  BOOST_REQUIRE(::kill(own_stack().pid("mariadb"), SIGKILL) == 0);
  expect_down();
  own_stack().restart();
  BOOST_TEST(answers());
}

BOOST_AUTO_TEST_CASE(a_stopped_server_is_down_after_the_time_out) {
  BOOST_TEST(answers());
  const int pid = own_stack().pid("mariadb");
  BOOST_REQUIRE(::kill(pid, SIGSTOP) == 0);
  expect_down();
  BOOST_REQUIRE(::kill(pid, SIGCONT) == 0);
  BOOST_TEST(answers());
}

BOOST_AUTO_TEST_CASE(a_read_only_server_takes_no_writes_and_is_not_mistaken) {
  auto admin = port::MySql(world.config, {"doorward_owner", Secret(own_stack().admin_password())});
  admin.execute("SET GLOBAL read_only = 1");
  store::TenantDb db(world.database, tenant);
  BOOST_CHECK_EXCEPTION(db.run("UPDATE t_tenant SET name = 'x'"), Failure,
                        [](const Failure& e) { return e.code() == Code::DEPENDENCY_DOWN; });
  admin.execute("SET GLOBAL read_only = 0");
  BOOST_TEST(db.run("UPDATE t_tenant SET name = 'x'") == 1);
}

BOOST_AUTO_TEST_CASE(the_next_host_is_asked_when_the_first_does_not_answer) {
  tests::World other({{"database.hosts", "/nowhere/mariadb.sock 127.0.0.1:1 " + own_stack().database_socket()}},
                     own_stack(), tests::Isolation::accounts);
  BOOST_TEST(other.slug_of(tenant) == world.slug_of(tenant));
}

BOOST_AUTO_TEST_CASE(writes_go_to_the_next_host_when_the_first_became_read_only) {
  const tests::Stack second("");
  tests::World there({}, second, tests::Isolation::accounts);
  port::MySql admin(there.config, {"doorward_owner", Secret(second.admin_password())});
  const std::string word(world.config.database.app_password.reveal());
  admin.execute("ALTER USER 'app_accounts'@'localhost' IDENTIFIED BY '" + word + "'", "ALTER USER");
  Config both = world.config;
  both.database.hosts = {own_stack().database_socket(), second.database_socket()};
  store::Database database(both);
  store::TenantDb db(database, tenant);
  const auto write = [&] {
    return db.run("INSERT INTO t_rate_counters (tenant_id, name, window_at) VALUES (?, ?, ?)",
                  {port::sql(tenant), std::string("x"), world.clock.now()});
  };
  BOOST_TEST(write() == 1);
  port::MySql first_admin(world.config, {"doorward_owner", Secret(own_stack().admin_password())});
  first_admin.execute("SET GLOBAL read_only = 1");
  BOOST_CHECK_THROW(write(), Failure);
  BOOST_TEST(write() == 1);
  first_admin.execute("SET GLOBAL read_only = 0");
  BOOST_TEST(tests::words_of(there.owner(), "SELECT COUNT(*) FROM rate_counters").at(0) == "1");
}

BOOST_AUTO_TEST_CASE(too_many_connections_are_down_not_denied) {
  auto admin = port::MySql(world.config, {"doorward_owner", Secret(own_stack().admin_password())});
  admin.execute("ALTER USER 'app_accounts'@'localhost' WITH MAX_USER_CONNECTIONS 1");
  tests::World crowd({}, own_stack(), tests::Isolation::accounts);
  BOOST_TEST(answers());
  BOOST_CHECK_EXCEPTION(crowd.database.ping(), Failure,
                        [](const Failure& e) { return e.code() == Code::DEPENDENCY_DOWN; });
  admin.execute("ALTER USER 'app_accounts'@'localhost' WITH MAX_USER_CONNECTIONS 0");
  crowd.database.ping();
}

BOOST_AUTO_TEST_SUITE_END()
