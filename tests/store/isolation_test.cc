// The worker's own account, with tenant A set or none, neither reads nor changes a row of tenant B by any
// statement of its grants (invariant I5). Every view t_… is tried.
#include "base/text.hh"
#include "support/catalogue.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

/// Two tenants with one row in each table.
struct TwoTenants {
  tests::World world;
  TenantId a = world.make_tenant(), b = world.make_tenant();
  std::vector<tests::TenantTable> tables = tests::tenant_tables(world);

  TwoTenants() {
    world.owner().execute("SET SESSION foreign_key_checks = 0");
    for (const auto& table : tables)
      if (table.table != "tenants")
        for (const auto tenant : {a, b})
          world.owner().run("INSERT INTO " + table.table + " (" + tests::names(table.columns) + ") VALUES (" +
                                tests::marks(table.columns) + ")",
                            tests::filled_row(world, table, tenant));
  }

  std::string content_of_b() {
    std::string all;
    for (const auto& table : tables) all += table.table + "\n" + tests::content(world, table, b);
    return all;
  }

  /// The row of B in this table, as it stands.
  std::vector<port::SqlValue> row_of_b(const tests::TenantTable& table) {
    std::vector<port::SqlValue> row;
    world.owner().each(
        "SELECT " + tests::names(table.columns) + " FROM " + table.table + " WHERE " + table.tenant_key + " = ?",
        {port::sql(b)}, [&](const port::SqlRow& found) {
          for (unsigned i = 0; i < table.columns.size(); ++i) {
            if (found.null(i))
              row.emplace_back(nullptr);
            else
              row.emplace_back(found.text(i));
          }
        });
    BOOST_REQUIRE(row.size() == table.columns.size());
    return row;
  }
};

struct Attempt {
  std::string statement;
  std::vector<port::SqlValue> values;
};

std::vector<Attempt> attempts(TwoTenants& two, const tests::TenantTable& table) {
  const std::string& view = table.view;
  const std::string& key = table.tenant_key;
  const auto a = port::sql(two.a), b = port::sql(two.b);
  const std::string into = view + " (" + tests::names(table.columns) + ") VALUES (" + tests::marks(table.columns) + ")";
  const auto as_b = two.row_of_b(table);
  auto fresh_b = tests::filled_row(two.world, table, two.b);
  auto copy = as_b;  // B's row under A's name: only keys without the tenant could meet B's
  for (std::size_t i = 0; i < copy.size(); ++i)
    if (table.columns[i].name == key) copy[i] = a;
  const std::string column = table.columns.back().name;
  std::vector<Attempt> all = {
      {"UPDATE " + view + " SET " + column + " = " + column + ", " + key + " = ? WHERE " + key + " = ?", {a, b}},
      {"UPDATE " + view + " SET " + column + " = NULL WHERE " + key + " = ?", {b}},
      {"UPDATE " + view + " SET " + key + " = ?", {b}},
      {"UPDATE IGNORE " + view + " SET " + key + " = ?", {b}},
      {"UPDATE " + view + " x JOIN t_users u ON u.tenant_id <> x." + key + " SET x." + key + " = ?", {a}},
      {"UPDATE t_users u, " + view + " x SET x." + key + " = ? WHERE x." + key + " = ?", {a, b}},
      {"DELETE FROM " + view + " WHERE " + key + " = ?", {b}},
      {"DELETE x FROM " + view + " x JOIN t_tenant t WHERE x." + key + " = ?", {b}},
      {"INSERT INTO " + into, fresh_b},
      {"INSERT IGNORE INTO " + into, fresh_b},
      {"REPLACE INTO " + into, as_b},
      {"REPLACE INTO " + into, copy},
      {"INSERT INTO " + into + " ON DUPLICATE KEY UPDATE " + key + " = ?", as_b},
      {"INSERT INTO " + into + " ON DUPLICATE KEY UPDATE " + key + " = ?", copy},
      {"INSERT IGNORE INTO " + into + " ON DUPLICATE KEY UPDATE " + key + " = ?", copy},
      {"INSERT INTO " + into + " ON DUPLICATE KEY UPDATE " + column + " = NULL", as_b},
      {"INSERT INTO " + view + " (" + tests::names(table.columns) + ") SELECT " + tests::names(table.columns) +
           " FROM " + view + " WHERE " + key + " = ? ON DUPLICATE KEY UPDATE " + column + " = VALUES(" + column + ")",
       {b}},
      {"DELETE FROM " + view, {}},
  };
  for (auto& attempt : all)
    if (attempt.statement.ends_with(key + " = ?") && attempt.statement.find("ON DUPLICATE") != std::string::npos &&
        attempt.values.size() == table.columns.size())
      attempt.values.push_back(a);
  return all;
}

/// What the server answers does not matter here, only what it did.
void tried(const std::function<void()>& ask) {
  try {
    ask();
  } catch (const port::SqlRefused&) {
    return;
  } catch (const port::SqlError& e) {
    if (e.code() == Code::DEPENDENCY_DOWN) throw;
  }
}

bool owns_tables() { return tests::isolation_of_run() == tests::Isolation::single; }
boost::test_tools::assertion_result not_single(boost::unit_test::test_unit_id) { return !owns_tables(); }

bool is_denial(const port::SqlError& e) {
  constexpr int denied[] = {1044, 1142, 1143, 1227, 1370, 1419};
  return std::find(std::begin(denied), std::end(denied), e.number()) != std::end(denied);
}

bool is_chain(const tests::TenantTable& table) { return table.table == "events" || table.table == "event_heads"; }

}  // namespace

BOOST_AUTO_TEST_SUITE(isolation)

BOOST_AUTO_TEST_CASE(with_a_set_nothing_of_b_is_read) {
  TwoTenants two;
  for (const auto& table : two.tables) {
    std::int64_t own = 0, foreign = -1;
    store::TenantDb db(two.world.database, two.a);
    db.each("SELECT COUNT(*) FROM " + table.view, {}, [&](const auto& row) { own = row.number(0); });
    db.each("SELECT COUNT(*) FROM " + table.view + " WHERE " + table.tenant_key + " = ?", {port::sql(two.b)},
            [&](const auto& row) { foreign = row.number(0); });
    BOOST_TEST(own == 1, table.view);
    BOOST_TEST(foreign == 0, table.view);
  }
}

BOOST_AUTO_TEST_CASE(with_a_set_nothing_of_b_is_changed) {
  TwoTenants two;
  const std::string before = two.content_of_b();
  for (const auto& table : two.tables) {
    // With one account for all there is no second fence before the tenant's own row.
    if (owns_tables() && table.table == "tenants") continue;
    for (const auto& attempt : attempts(two, table)) {
      tried([&] { store::TenantDb(two.world.database, two.a).run(attempt.statement, attempt.values); });
      BOOST_REQUIRE_MESSAGE(two.content_of_b() == before, attempt.statement);
    }
  }
}

BOOST_AUTO_TEST_CASE(with_no_tenant_nothing_is_read_or_changed) {
  TwoTenants two;
  const std::string before = two.content_of_b();
  store::TenantDb(two.world.database, two.a).each("SELECT COUNT(*) FROM t_users", {}, [](const auto&) {});
  auto& mysql = two.world.database.mysql();
  for (const auto& table : two.tables) {
    BOOST_TEST(tests::words_of(mysql, "SELECT COUNT(*) FROM " + table.view).at(0) == "0", table.view);
    if (owns_tables() && table.table == "tenants") continue;
    for (const auto& attempt : attempts(two, table)) tried([&] { mysql.run(attempt.statement, attempt.values); });
    BOOST_REQUIRE_MESSAGE(two.content_of_b() == before, table.view);
  }
}

// The slug is unique over all tenants, so it is the one key through which rows of two tenants meet.
BOOST_AUTO_TEST_CASE(a_tenant_without_a_row_cannot_take_over_one_by_its_slug,
                     *boost::unit_test::precondition(not_single)) {
  TwoTenants two;
  const std::string before = two.content_of_b(), slug = two.world.slug_of(two.b);
  const TenantId fresh(two.world.random.id(two.world.clock.now()));
  const std::string row =
      "INTO t_tenant (id, slug, name, tokens_not_before, created_at, updated_at) VALUES (?, ?, 'mine', ?, ?, ?)";
  const Time now = two.world.clock.now();
  const std::vector<port::SqlValue> values = {port::sql(fresh), slug, now, now, now};
  auto with_id = values;
  with_id.push_back(port::sql(fresh));
  store::TenantDb db(two.world.database, fresh);
  tried([&] { db.run("REPLACE " + row, values); });
  tried([&] { db.run("INSERT " + row + " ON DUPLICATE KEY UPDATE id = ?", with_id); });
  tried([&] { db.run("INSERT IGNORE " + row + " ON DUPLICATE KEY UPDATE id = ?", with_id); });
  tried([&] { db.run("INSERT " + row + " ON DUPLICATE KEY UPDATE name = 'mine'", values); });
  BOOST_TEST(two.content_of_b() == before);
  BOOST_CHECK_EXCEPTION(db.run("INSERT " + row, values), port::SqlRefused,
                        [](const auto& e) { return e.key() == "tenants_slug"; });
}

BOOST_AUTO_TEST_CASE(a_row_for_another_tenant_is_refused_in_words) {
  TwoTenants two;
  for (const auto& table : two.tables) {
    // Sequence, chain and head are not the worker's to write: that is tried below.
    if (table.table == "tenants" || (!owns_tables() && is_chain(table))) continue;
    store::TenantDb db(two.world.database, two.a);
    BOOST_CHECK_EXCEPTION(db.run("INSERT INTO " + table.view + " (" + tests::names(table.columns) + ") VALUES (" +
                                     tests::marks(table.columns) + ")",
                                 tests::filled_row(two.world, table, two.b)),
                          port::SqlRefused,
                          [](const auto& e) { return e.refusal() == port::SqlRefusal::check_option; });
  }
}

BOOST_AUTO_TEST_CASE(the_worker_appends_events_and_seals_removes_or_changes_none,
                     *boost::unit_test::precondition(not_single)) {
  TwoTenants two;
  const std::string before = two.content_of_b();
  const Time now = two.world.clock.now();
  const std::string columns = " (tenant_id, id, type, actor_type, data, occurred_at";
  for (const auto owner : {two.a, two.b}) {
    store::TenantDb db(two.world.database, two.a);
    std::vector<port::SqlValue> event = {port::sql(owner),    two.world.random.bytes(16), std::string("tried"),
                                         std::string("user"), std::string("{}"),          now};
    const auto append = [&] { db.run("INSERT INTO t_events" + columns + ") VALUES (?, ?, ?, ?, ?, ?)", event); };
    if (owner == two.a)
      BOOST_CHECK_NO_THROW(append());
    else
      BOOST_CHECK_EXCEPTION(append(), port::SqlRefused,
                            [](const auto& e) { return e.refusal() == port::SqlRefusal::check_option; });
    event.emplace_back(std::int64_t{7});
    BOOST_CHECK_EXCEPTION(db.run("INSERT INTO t_events" + columns + ", sequence) VALUES (?, ?, ?, ?, ?, ?, ?)", event),
                          port::SqlError, is_denial);
    for (const std::string statement :
         {"UPDATE t_events SET sequence = 7", "UPDATE t_events SET data = '[]'", "DELETE FROM t_events",
          "DELETE FROM t_event_heads", "UPDATE t_event_heads SET sequence = 7",
          "INSERT INTO t_event_heads (tenant_id, sequence, chain, proof, sealed_at) SELECT tenant_id, 7, id, id, "
          "occurred_at FROM t_events"})
      BOOST_CHECK_EXCEPTION(db.run(statement), port::SqlError, is_denial);
  }
  BOOST_TEST(two.content_of_b() == before);
}

// Under `single` there is one account for all, and nothing to deny it.
BOOST_AUTO_TEST_CASE(the_worker_has_no_right_to_tables_or_their_shape, *boost::unit_test::precondition(not_single)) {
  TwoTenants two;
  auto& mysql = two.world.database.mysql();
  std::vector<std::string> statements = {"CREATE TABLE x (a INT)",
                                         "CREATE VIEW x AS SELECT 1",
                                         "DROP VIEW t_users",
                                         "CREATE FUNCTION x() RETURNS INT DETERMINISTIC RETURN 1",
                                         "ALTER VIEW t_users AS SELECT 1",
                                         "GRANT SELECT ON t_users TO CURRENT_USER"};
  for (const auto& table : two.tables)
    for (const char* verb : {"SELECT 1 FROM ", "DELETE FROM ", "TRUNCATE TABLE ", "DROP TABLE "})
      statements.push_back(verb + table.table);
  for (const char* table : {"signing_keys", "installation", "schema_version"}) {
    statements.push_back(std::string("SELECT 1 FROM ") + table);
    statements.push_back(std::string("DELETE FROM v_") + table);
  }
  for (const auto& statement : statements) BOOST_CHECK_EXCEPTION(mysql.execute(statement), port::SqlError, is_denial);
}

BOOST_AUTO_TEST_CASE(a_connection_forgets_its_tenant_and_kept_statements_follow_the_next) {
  TwoTenants two;
  auto& mysql = two.world.database.mysql();
  const std::string question = "SELECT tenant_id FROM t_users";
  for (int round = 0; round < 2; ++round) {
    for (const auto tenant : {two.a, two.b}) {
      store::TenantDb db(two.world.database, tenant);
      std::vector<TenantId> seen;
      db.each(question, {}, [&](const auto& row) { seen.push_back(TenantId(row.id(0))); });
      BOOST_TEST_REQUIRE(seen.size() == 1U);
      BOOST_CHECK(seen[0] == tenant);
    }
    BOOST_TEST(tests::words_of(mysql, question).empty());
  }
}

BOOST_AUTO_TEST_CASE(two_handles_at_once_each_see_their_own) {
  TwoTenants two;
  store::TenantDb first(two.world.database, two.a);
  const auto sees = [](store::TenantDb& db) {
    std::optional<Id> seen;
    db.each("SELECT id FROM t_tenant", {}, [&](const auto& row) { seen = row.id(0); });
    return seen == db.tenant();
  };
  BOOST_TEST(sees(first));
  {
    store::TenantDb second(two.world.database, two.b);
    BOOST_TEST(sees(second));
    BOOST_TEST(sees(first));
    BOOST_TEST(sees(second));
  }
  BOOST_TEST(sees(first));
}

BOOST_AUTO_TEST_SUITE_END()
