// The worker's own account, with tenant A set or none, neither reads nor changes a row of tenant B by any
// statement of its grants (invariant I5). Every view t_… is tried, as the catalogue names them.
#include <sys/stat.h>

#include <fstream>

#include "base/encode.hh"
#include "base/text.hh"
#include "support/command.hh"
#include "support/folder.hh"
#include "support/foreign_rows.hh"
#include "support/test.hh"

using namespace doorward;
using tests::TwoTenants;

namespace {

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

/// The table without its view's rule, of the two tenants alone: other tests leave many rows, and some statements join
/// each with each.
std::string unguarded(TwoTenants& two, const tests::TenantTable& table) {
  two.world.owner().execute("CREATE OR REPLACE VIEW unguarded AS SELECT * FROM " + table.table + " WHERE " +
                            table.tenant_key + " IN (X'" + to_hex(two.a.raw()) + "', X'" + to_hex(two.b.raw()) + "')");
  return "unguarded";
}

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

BOOST_AUTO_TEST_CASE(no_question_is_answered_with_a_row_of_b) {
  TwoTenants two(20);
  const auto canaries = two.canaries();
  BOOST_TEST_REQUIRE(canaries.size() > two.tables.size());
  const auto telling = [&](const std::string& said) {
    return std::find_if(canaries.begin(), canaries.end(),
                        [&](const auto& canary) { return said.find(canary) != std::string::npos; }) != canaries.end();
  };
  auto& mysql = two.world.database.mysql();
  std::set<std::string> biting;  // the kinds that tell a row of B where no view stands before it
  for (const auto& table : two.tables) {
    for (const auto& question : tests::questions_about(two, table)) {
      {
        store::TenantDb db(two.world.database, two.a);
        db.each("SELECT 1", {}, [](const auto&) {});
        BOOST_TEST(!telling(tests::said_to(mysql, question)), question.statement);
      }
      BOOST_TEST(!telling(tests::said_to(mysql, question)), question.statement);
    }
    tests::TenantTable bare = table;
    bare.view = unguarded(two, table);
    for (const auto& question : tests::questions_about(two, bare))
      if (telling(tests::said_to(two.world.owner(), question))) biting.insert(question.kind);
  }
  two.world.owner().execute("DROP VIEW unguarded");
  for (const char* kind : {"all", "by key", "or true", "other than", "left join", "right join", "cross join",
                           "in subquery", "not in subquery", "scalar subquery", "correlated", "union", "derived",
                           "with", "window", "rollup", "for update", "in share mode"})
    BOOST_TEST(biting.contains(kind), kind);
}

// A condition may be asked of a row before it is known whose row it is, and tell what it saw.
BOOST_AUTO_TEST_CASE(no_condition_is_asked_of_a_row_of_b) {
  TwoTenants two(60);
  const std::string b = to_hex(two.b.raw());
  auto& mysql = two.world.database.mysql();
  int asked = 0;
  const auto seen = [&](port::MySql& by, const tests::Attempt& condition) {
    by.execute("SET @seen = ''");
    tests::said_to(by, condition);
    const auto words = tests::words_of(by, "SELECT COALESCE(@seen, '')");
    asked += !words.at(0).empty();
    return lower_ascii(words.at(0)).find(b) != std::string::npos;
  };
  bool bites = false;
  for (const auto& table : two.tables) {
    for (const auto& condition : tests::telling_conditions(two, table)) {
      store::TenantDb db(two.world.database, two.a);
      db.each("SELECT 1", {}, [](const auto&) {});
      BOOST_TEST(!seen(mysql, condition), condition.statement);
    }
    tests::TenantTable bare = table;
    bare.view = table.table;
    bites = bites || seen(two.world.owner(), tests::telling_conditions(two, bare).front());
  }
  BOOST_TEST(bites);
  BOOST_TEST(asked > int(two.tables.size()));
}

BOOST_AUTO_TEST_CASE(no_write_changes_a_row_of_b) {
  TwoTenants two;
  const std::string before = two.content_of_b();
  auto& mysql = two.world.database.mysql();
  for (const auto& table : two.tables) {
    // With one account for all there is no second fence before the tenant's own row.
    if (owns_tables() && table.table == "tenants") continue;
    for (const auto& attempt : tests::writes_to(two, table, table.view)) {
      {
        store::TenantDb db(two.world.database, two.a);
        db.each("SELECT 1", {}, [](const auto&) {});
        tried([&] { mysql.execute(attempt.text()); });
      }
      BOOST_REQUIRE_MESSAGE(two.content_of_b() == before, "A: " + attempt.statement);
      tried([&] { mysql.execute(attempt.text()); });
      BOOST_REQUIRE_MESSAGE(two.content_of_b() == before, "none: " + attempt.statement);
    }
  }
}

// What is tried above is no idle threat: without the views each of these statements reaches B.
BOOST_AUTO_TEST_CASE(every_kind_of_write_bites_where_no_view_stands_before_the_table) {
  TwoTenants two;
  const std::string before = two.content_of_b();
  std::map<std::string, bool> bites;
  for (const auto& table : two.tables)
    for (const auto& attempt : tests::writes_to(two, table, unguarded(two, table))) {
      two.world.owner().begin();
      tried([&] { two.world.owner().execute(attempt.text()); });
      bites[attempt.kind] = bites[attempt.kind] || two.content_of_b() != before;
      two.world.owner().rollback();
    }
  BOOST_TEST(bites.size() > 25U);
  // Where every key begins with the tenant, a copy under another name meets nobody's row.
  for (const char* kind : {"take over a copy", "spoil by a copy"}) BOOST_TEST(bites.erase(kind) == 1U);
  for (const auto& [kind, reached] : bites) BOOST_TEST(reached, kind);
  two.world.owner().execute("DROP VIEW unguarded");
  BOOST_TEST(two.content_of_b() == before);
}

// LOAD DATA LOCAL is a client's matter: a real shell tries it.
BOOST_AUTO_TEST_CASE(a_file_that_a_shell_loads_changes_no_row_of_b) {
  TwoTenants two;
  const std::string before = two.content_of_b();
  const tests::Folder folder;
  const auto account = store::app_account(two.world.config);
  std::ofstream(folder / "client.cnf") << "[client]\nsocket=" << tests::Stack::get().database_socket()
                                       << "\nuser=" << account.user << "\npassword=" << account.password.reveal()
                                       << "\nlocal-infile=1\n";
  int loaded = 0;
  for (const auto& table : two.tables) {
    if (owns_tables() && table.table == "tenants") continue;
    const auto row = two.row_of_b(table);
    std::vector<std::string> cells, variables, sets;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto* text = std::get_if<std::string>(&row[i]);
      cells.push_back(text ? to_hex(*text) : "");
      variables.push_back("@c" + std::to_string(i));
      sets.push_back(table.columns[i].name + (text ? " = UNHEX(" + variables.back() + ")" : " = NULL"));
    }
    std::ofstream(folder / "rows") << join(cells, "\t") << "\n";
    for (const char* way : {"", "IGNORE ", "REPLACE "})
      for (const auto& tenant : {std::string("NULL"), "UNHEX('" + to_hex(two.a.raw()) + "')"}) {
        const std::string statement = "SET @doorward_tenant = " + tenant + "; LOAD DATA LOCAL INFILE '" +
                                      (folder / "rows") + "' " + way + "INTO TABLE " + table.view + " (" +
                                      join(variables, ", ") + ") SET " + join(sets, ", ") + "; SHOW WARNINGS";
        const auto said = tests::run("mariadb --defaults-file=" + (folder / "client.cnf") + " " +
                                     two.world.config.database.schema + " -e \"" + statement + "\" 2>&1");
        loaded += said.words.find("check option") != std::string::npos ||
                  said.words.find("CHECK OPTION") != std::string::npos;
        BOOST_REQUIRE_MESSAGE(two.content_of_b() == before, statement + "\n" + said.words);
      }
  }
  BOOST_TEST(loaded > 0);  // the file was read, and its rows were refused for what they are
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
  int refused = 0;
  for (const auto& table : two.tables) {
    if (table.table == "tenants") continue;
    store::TenantDb db(two.world.database, two.a);
    try {
      db.run("INSERT INTO " + table.view + " (" + tests::names(table.columns) + ") VALUES (" +
                 tests::marks(table.columns) + ")",
             tests::filled_row(two.world, table, two.b));
      BOOST_ERROR("taken: " + table.view);
    } catch (const port::SqlRefused& e) {
      BOOST_CHECK_MESSAGE(e.refusal() == port::SqlRefusal::check_option, table.view);
      ++refused;
    } catch (const port::SqlError& e) {
      // What is not the worker's to write, or not all of its columns.
      BOOST_CHECK_MESSAGE(!owns_tables() && is_denial(e), table.view << ": " << e.what());
    }
  }
  BOOST_TEST(refused > 10);
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
