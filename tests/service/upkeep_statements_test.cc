// No statement of a round reads a table whole: the server's own log says what was asked, EXPLAIN how it is answered.
#include "support/test.hh"

#include "base/encode.hh"
#include "base/text.hh"
#include "support/catalogue.hh"
#include "support/sign_in.hh"
#include "support/upkeep.hh"

using namespace doorward;
using namespace tests;

namespace {

/// The administrator's connection: may log and explain.
struct Listener {
  port::MySql mysql;
  explicit Listener(const World& world)
      : mysql(world.config, {"doorward_owner", Secret(upkeep_stack().admin_password())}, world.config.database.schema,
              seconds(20)) {}

  std::vector<std::string> said_by(port::MySql& speaker, const std::function<void()>& act) {
    const std::string id = words_of(speaker, "SELECT CONNECTION_ID()").at(0);
    mysql.execute("SET GLOBAL log_output = 'TABLE'");
    mysql.execute("TRUNCATE mysql.general_log");
    mysql.execute("SET GLOBAL general_log = ON");
    act();
    mysql.execute("SET GLOBAL general_log = OFF");
    return words_of(mysql,
                    "SELECT argument FROM mysql.general_log WHERE thread_id = ? AND command_type = 'Execute' ORDER BY "
                    "event_time",
                    {id});
  }
  /// "table: how" for each table that a statement reads without an index.
  std::vector<std::string> whole_reads(const std::string& statement) {
    // MySQL shows a tree where it is not asked for a table, and a table has one column more, the partitions.
    const std::string explain = Stack::mysql() ? "EXPLAIN FORMAT=TRADITIONAL " : "EXPLAIN ";
    const unsigned type = Stack::mysql() ? 4 : 3, rows = type + 5;
    std::vector<std::string> whole;
    mysql.each(explain + statement, {}, [&](const port::SqlRow& row) {
      const std::string how = row.null(type) ? "" : row.text(type);
      if (how == "ALL" || (how == "index" && row.text(rows) == "NULL")) whole.push_back(row.text(2) + ": " + how);
    });
    return whole;
  }
};

/// Many rows that live, so that reading all of them is never the quickest way.
void fill(World& world, TenantId tenant, UserId user) {
  const std::string t = "UNHEX('" + to_hex(tenant.raw()) + "')", u = "UNHEX('" + to_hex(user.raw()) + "')";
  const std::string n = " FROM (WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 60) "
                        "SELECT a.i * 50 + b.i AS seq FROM n a JOIN n b ON b.i <= 50) numbers",
                    soon = "UTC_TIMESTAMP(6) + INTERVAL 1 DAY",
                    id = "UNHEX(SHA2(CONCAT('" + t.substr(7, 32) + "', seq), 256))", shorter = "LEFT(" + id + ", 16)";
  for (const std::string& statement :
       {"sessions (tenant_id, id, user_id, transport, amr, created_at, last_used_at, auth_time, expires_at) SELECT " +
            t + ", " + shorter + ", " + u + ", 'token', 'pwd', " + soon + ", " + soon + ", " + soon + ", " + soon + n,
        "refresh_tokens (tenant_id, hash, session_id, created_at, expires_at) SELECT " + t + ", " + id + ", " +
            shorter + ", " + soon + ", " + soon + n,
        "revoked_tokens (tenant_id, session_id, jti, expires_at) SELECT " + t + ", " + shorter + ", seq, " + soon + n,
        "secret_checks (tenant_id, name_mac, last_try_at) SELECT " + t + ", " + id + ", " + soon + n,
        "idempotency_keys (tenant_id, caller, name, body_hash, created_at) SELECT " + t + ", " + id + ", seq, " + id +
            ", " + soon + n,
        "rate_counters (tenant_id, name, window_at) SELECT " + t + ", seq, " + soon + n,
        "outbox (tenant_id, id, kind, payload, due_at, created_at) SELECT " + t + ", " + shorter + ", 'mail', '', " +
            soon + ", " + soon + n,
        "one_time (tenant_id, id, kind, name_mac, token_hash, code_mac, data, created_at, expires_at) SELECT " + t +
            ", " + shorter + ", 'p', " + shorter + ", " + id + ", " + id + ", '', " + soon + ", " + soon + n,
        "events (tenant_id, id, sequence, type, actor_type, data, occurred_at) SELECT " + t + ", " + shorter +
            ", 100000 + seq, 'lot', 'system', '{}', " + soon + n,
        "tenants (id, slug, name, tokens_not_before, created_at, updated_at) SELECT LEFT(" + id +
            ", 16), CONCAT('lot-', seq), '', " + soon + ", " + soon + ", " + soon + n})
    world.owner().execute("INSERT INTO " + statement);
  for (const auto& table : tenant_tables(world))
    world.owner().each("ANALYZE TABLE " + table.table, {}, [](const auto&) {});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(upkeep_statements, UpkeepScene)

BOOST_AUTO_TEST_CASE(each_reads_by_an_index_that_begins_with_what_it_looks_for) {
  const auto lot = world.make_tenant();
  fill(world, lot, world.make_user(lot).id);
  sign_in(world, user);
  // More than one statement for many rows takes at once.
  world.owner().run("UPDATE sessions SET expires_at = expires_at - INTERVAL 30 HOUR WHERE tenant_id = ? LIMIT 70",
                    {port::sql(lot)});
  Listener listener(world);
  deliver = [](const auto&) { return port::Delivery{port::Sent::taken, ""}; };
  const auto said = listener.said_by(world.platform().mysql(), [&] { keep_up(); });
  std::size_t explained = 0;
  for (const auto& statement : said) {
    const auto first = statement.substr(0, statement.find(' '));
    if (first == "INSERT" || statement.find("_LOCK(") != std::string::npos) continue;
    if (statement.find("signing_keys") != std::string::npos) continue;  // a handful for the whole installation
    ++explained;
    BOOST_TEST(join(listener.whole_reads(statement), " ") == "", statement);
  }
  BOOST_TEST(explained >= 16U);
  BOOST_TEST(count_events(world, lot, "session_expired") == 70);
}

// Every request that leaves a message wakes the postman: what costs as much as there are rows is not asked then.
BOOST_AUTO_TEST_CASE(rows_are_counted_in_whole_rounds_alone) {
  Listener listener(world);
  deliver = [](const auto&) { return port::Delivery{port::Sent::taken, ""}; };
  const auto counts = [&] {
    const auto said = listener.said_by(world.platform().mysql(), [&] { keep_up(); });
    BOOST_TEST(!said.empty());
    return std::count_if(said.begin(), said.end(),
                         [](const std::string& statement) { return statement.find("COUNT(") != std::string::npos; });
  };
  for (const char* kind : {"mail", "domains", "events"}) {
    only = kind;
    look = [](const std::string&, std::size_t) { return port::Fetched{}; };
    BOOST_TEST(counts() == 0, kind);
  }
  only = "";
  BOOST_TEST(counts() == 3);  // live sessions, mail that waits, dead letters
  turn = Span::zero();
  sign_in(world, user);
  BOOST_TEST(counts() == 3);  // once, in however many rounds its events are sealed
}

BOOST_AUTO_TEST_CASE(the_listener_hears_a_table_that_is_read_whole) {
  Listener listener(world);
  BOOST_TEST(listener.whole_reads("SELECT * FROM events WHERE data = 'x'").size() == 1U);
  const auto said = listener.said_by(world.platform().mysql(), [&] {
    world.platform().mysql().each("SELECT id FROM users WHERE first_name = ?", {std::string("Ada")},
                                  [](const auto&) {});
  });
  BOOST_TEST_REQUIRE(said.size() == 1U);
  BOOST_TEST(listener.whole_reads(said[0]).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
