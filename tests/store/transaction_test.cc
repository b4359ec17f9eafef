// Deadlocks, killed connections and lost servers: repeated where that is safe, said where it is not.
#include <future>

#include "support/catalogue.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

constexpr std::string_view own_connection = "SELECT CONNECTION_ID()";
constexpr std::string_view rename_user = "UPDATE t_users SET first_name = ? WHERE id = ?";
constexpr std::string_view read_name = "SELECT first_name FROM t_users WHERE id = ?";

struct Fixture {
  tests::World world;
  TenantId tenant = world.make_tenant();
  tests::MadeUser first = world.make_user(tenant), second = world.make_user(tenant);

  port::MySql killer{world.config, store::app_account(world.config)};

  /// From another connection; comes back when it is gone.
  void kill_own_connection(store::TenantDb& db) {
    std::string id;
    db.each(own_connection, {}, [&](const auto& row) { id = row.text(0); });
    killer.execute("KILL " + id);
    const std::string question = "SELECT COUNT(*) FROM information_schema.processlist WHERE id = " + id;
    while (tests::words_of(killer, question).at(0) != "0") {
    }
  }
  std::string name_of(UserId user) {
    std::string name;
    store::TenantDb(world.database, tenant).each(read_name, {port::sql(user)}, [&](const auto& row) {
      name = row.text(0);
    });
    return name;
  }
};

bool is_down(const Failure& e) { return e.code() == Code::DEPENDENCY_DOWN; }

/// Locks `second`, and much more than a worker's transaction does, so that the other one is the victim.
void lock_heavily(port::MySql& mysql, TenantId tenant, UserId second) {
  mysql.begin();
  for (int i = 0; i < 1000; ++i)
    mysql.run("INSERT INTO rate_counters (tenant_id, name, window_at, hits) VALUES (?, ?, '2026-01-01', 1)",
              {port::sql(tenant), "heavy-" + std::to_string(i)});
  mysql.run("UPDATE users SET last_name = 'other' WHERE tenant_id = ? AND id = ?",
            {port::sql(tenant), port::sql(second)});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(transaction, Fixture)

BOOST_AUTO_TEST_CASE(it_commits_on_true_and_rolls_back_on_false_and_on_a_throw) {
  store::TenantDb db(world.database, tenant);
  const auto rename = [&](const std::string& name) { db.run(rename_user, {name, port::sql(first.id)}); };
  db.transaction([&] {
    rename("kept");
    return true;
  });
  db.transaction([&] {
    rename("refused");
    return false;
  });
  BOOST_CHECK_THROW(db.transaction([&]() -> bool {
    rename("thrown");
    throw Failure("in between");
  }),
                    Failure);
  BOOST_TEST(name_of(first.id) == "kept");
  BOOST_TEST(!world.database.mysql().in_transaction());
}

/// What the worker's connection holds when nobody uses it: "1 1" is no tenant, and no transaction that began by itself.
std::string rest_of(store::Database& database) {
  std::string rest;
  database.mysql().each("SELECT @doorward_tenant IS NULL, @@autocommit", {},
                        [&](const auto& row) { rest = row.text(0) + " " + row.text(1); });
  return rest;
}

BOOST_AUTO_TEST_CASE(however_it_ends_the_connection_sees_nobody_and_has_begun_nothing) {
  store::TenantDb db(world.database, tenant);
  const auto rename = [&](bool result) {
    return [&, result] {
      db.run(rename_user, {std::string("mine"), port::sql(first.id)});
      return result;
    };
  };
  db.transaction(rename(true));
  BOOST_TEST(rest_of(world.database) == "1 1");
  db.transaction(rename(false));
  BOOST_TEST(rest_of(world.database) == "1 1");
  BOOST_CHECK_THROW(db.transaction([]() -> bool { throw Failure("in between"); }), Failure);
  BOOST_TEST(rest_of(world.database) == "1 1");
  BOOST_CHECK_THROW(db.transaction([&]() -> bool {
    db.run("UPDATE t_users SET email_key = ? WHERE id = ?", {second.email, port::sql(first.id)});
    return true;
  }),
                    port::SqlRefused);
  BOOST_TEST(rest_of(world.database) == "1 1");
  BOOST_TEST(name_of(first.id) == "mine");  // the tenant is named again for what follows
}

BOOST_AUTO_TEST_CASE(it_takes_two_round_trips_beside_its_own) {
  if (tests::isolation_of_run() == tests::Isolation::table) return;
  name_of(first.id);
  world.statements();
  store::TenantDb(world.database, tenant).transaction([] { return true; });
  // A node of a cluster is told to commit in words, and then the rest.
  BOOST_TEST(world.statements() == (tests::Stack::galera() ? 3U : 2U));
}

BOOST_AUTO_TEST_CASE(the_victim_of_a_deadlock_tries_again) {
  port::MySql other(world.config, store::owner_account(world.config));
  std::promise<void> second_is_locked;
  std::future<void> rival;
  int attempts = 0;
  store::TenantDb db(world.database, tenant);
  db.transaction([&] {
    ++attempts;
    db.run(rename_user, {std::string("mine"), port::sql(first.id)});
    if (attempts == 1) {
      rival = std::async(std::launch::async, [&] {
        lock_heavily(other, tenant, second.id);
        second_is_locked.set_value();
        other.run("UPDATE users SET last_name = 'other' WHERE tenant_id = ? AND id = ?",
                  {port::sql(tenant), port::sql(first.id)});
        other.commit();
      });
      second_is_locked.get_future().wait();
    }
    db.run(rename_user, {std::string("mine"), port::sql(second.id)});
    return true;
  });
  rival.get();
  BOOST_TEST(attempts == 2);
  BOOST_TEST(rest_of(world.database) == "1 1");
  BOOST_TEST(name_of(first.id) == "mine");
  BOOST_TEST(name_of(second.id) == "mine");
}

BOOST_AUTO_TEST_CASE(a_lock_that_is_not_given_back_is_overload_and_changes_nothing) {
  port::MySql other(world.config, store::owner_account(world.config));
  other.begin();
  other.run("UPDATE users SET last_name = 'other' WHERE tenant_id = ? AND id = ?",
            {port::sql(tenant), port::sql(first.id)});
  store::TenantDb db(world.database, tenant);
  BOOST_CHECK_EXCEPTION(db.transaction([&] {
    db.run(rename_user, {std::string("mine"), port::sql(first.id)});
    return true;
  }),
                        Failure, [](const Failure& e) { return row_of(e.code()).status == 503; });
  other.rollback();
  BOOST_TEST(name_of(first.id) == "Ada");
}

BOOST_AUTO_TEST_CASE(a_connection_killed_between_questions_is_not_noticed) {
  store::TenantDb db(world.database, tenant);
  kill_own_connection(db);
  std::string name;
  db.each(read_name, {port::sql(first.id)}, [&](const auto& row) { name = row.text(0); });
  BOOST_TEST(name == "Ada");
}

BOOST_AUTO_TEST_CASE(a_connection_killed_between_requests_is_not_noticed) {
  {
    store::TenantDb db(world.database, tenant);
    kill_own_connection(db);
  }
  BOOST_TEST(store::TenantDb(world.database, tenant).run(rename_user, {std::string("new"), port::sql(first.id)}) == 1);
  BOOST_TEST(name_of(first.id) == "new");
}

BOOST_AUTO_TEST_CASE(a_write_on_a_killed_connection_is_not_repeated) {
  store::TenantDb db(world.database, tenant);
  kill_own_connection(db);
  BOOST_CHECK_EXCEPTION(db.run(rename_user, {std::string("twice?"), port::sql(first.id)}), Failure, is_down);
  BOOST_TEST(db.run(rename_user, {std::string("again"), port::sql(first.id)}) == 1);
}

BOOST_AUTO_TEST_CASE(a_transaction_whose_connection_is_killed_runs_once_more) {
  store::TenantDb db(world.database, tenant);
  int attempts = 0;
  db.transaction([&] {
    db.run(rename_user, {"attempt " + std::to_string(++attempts), port::sql(first.id)});
    if (attempts == 1) kill_own_connection(db);
    db.run(rename_user, {"attempt " + std::to_string(attempts), port::sql(second.id)});
    return true;
  });
  BOOST_TEST(attempts == 2);
  BOOST_TEST(name_of(first.id) == "attempt 2");
}

BOOST_AUTO_TEST_CASE(a_connection_killed_before_the_commit_is_said_and_nothing_is_kept) {
  store::TenantDb db(world.database, tenant);
  int attempts = 0;
  BOOST_CHECK_EXCEPTION(db.transaction([&] {
    ++attempts;
    db.run(rename_user, {std::string("lost"), port::sql(first.id)});
    kill_own_connection(db);
    return true;
  }),
                        Failure, is_down);
  BOOST_TEST(attempts == 1);
  BOOST_TEST(name_of(first.id) == "Ada");
}

BOOST_AUTO_TEST_CASE(nothing_runs_outside_a_transaction_that_ended_by_itself) {
  store::TenantDb db(world.database, tenant);
  BOOST_CHECK_EXCEPTION(db.transaction([&] {
    kill_own_connection(db);
    try {
      db.run(rename_user, {std::string("swallowed"), port::sql(first.id)});
    } catch (const Failure&) {
      db.run(rename_user, {std::string("alone"), port::sql(second.id)});
    }
    return true;
  }),
                        Failure, is_down);
  BOOST_TEST(name_of(second.id) == "Ada");
}

BOOST_AUTO_TEST_SUITE_END()
