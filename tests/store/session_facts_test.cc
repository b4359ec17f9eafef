// Facts of sessions of several tenants by one statement: the connection sees those that it named and no row besides, by
// whatever question and whatever condition (invariant I5), and none when it is done.
#include "base/encode.hh"
#include "base/text.hh"
#include "store/facts.hh"
#include "support/foreign_rows.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

bool no_functions() { return tests::isolation_of_run() == tests::Isolation::table; }
boost::test_tools::assertion_result functions(boost::unit_test::test_unit_id) { return !no_functions(); }

/// Two people of each of two tenants, signed in.
struct House {
  struct Person {
    tests::MadeUser who;
    SessionId session;
  };
  Person person(TenantId tenant) {
    const auto who = world.make_user(tenant);
    return {who, tests::sign_in(world, who).session.id};
  }
  std::vector<std::string> seen() { return tests::words_of(world.database.mysql(), question); }
  std::string of(const Person& p) { return p.who.email; }
  port::MySql& mysql() { return world.database.mysql(); }

  const std::string question = "SELECT email FROM v_session_facts ORDER BY email";
  tests::World world;
  TenantId a = world.make_tenant(), b = world.make_tenant();
  Person mine = person(a), other = person(a), theirs = person(b), another = person(b);
};

/// With `named` in place until `ask` is done.
void with(House& h, const std::map<SessionId, TenantId>& named, const std::function<void()>& ask) {
  store::SessionsDb db(h.world.database, named);
  db.each("SELECT 1", [](const auto&) {});
  ask();
}

/// Conditions that tell in @seen which rows they were asked of, between all that may have a row read sooner or later.
std::vector<std::string> telling(const House& h, const std::string& view) {
  const std::string told =
      "(@seen := CONCAT(@seen, HEX(tenant_id), ' ', HEX(session_id), ' ', email, ' ')) IS NOT NULL";
  const std::string b = "X'" + to_hex(h.b.raw()) + "'", theirs = "X'" + to_hex(h.theirs.session.raw()) + "'";
  const std::string from = "SELECT COUNT(*) FROM " + view + " WHERE ";
  const std::string inner = "SELECT COUNT(*) FROM (SELECT session_id, email FROM " + view + " WHERE ";
  return {from + told,
          from + told + " AND tenant_id = " + b,
          from + "tenant_id = " + b + " AND " + told,
          from + "tenant_id = " + b + " AND session_id = " + theirs + " AND " + told,
          from + "session_id IN (" + theirs + ", " + theirs + ") AND " + told,
          from + "(tenant_id = " + b + " OR 1 = 1) AND " + told,
          from + "email = '" + h.theirs.who.email + "' AND " + told,
          inner + told + " ORDER BY session_id LIMIT 100) z",
          inner + told + " GROUP BY session_id, email) z",
          inner + told + " AND tenant_id = " + b + " UNION ALL SELECT session_id, email FROM " + view + " WHERE " +
              told + ") z",
          "SELECT session_id, tenant_id, email FROM " + view + " GROUP BY session_id, tenant_id, email HAVING " + told +
              " AND tenant_id = " + b,
          "WITH w AS (SELECT * FROM " + view + ") SELECT COUNT(*) FROM w WHERE tenant_id = " + b + " AND " + told,
          "SELECT COUNT(*) FROM t_tenant t JOIN " + view + " f ON f.tenant_id = " + b + " AND " + told};
}

/// The view's rule as it would be if it were merged with the question. Of one table, so that no order of a join decides
/// which of the two is asked first.
std::string unfenced(House& h) {
  h.world.owner().execute(
      "CREATE OR REPLACE ALGORITHM=MERGE VIEW unfenced AS SELECT tenant_id, id AS session_id, 'nobody' AS email "
      "FROM sessions WHERE LOCATE(HEX(id), UPPER(current_sessions()))");
  return "unfenced";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(session_facts, *boost::unit_test::precondition(functions))

BOOST_AUTO_TEST_CASE(what_was_named_is_seen_and_nothing_else) {
  House h;
  BOOST_TEST(h.seen().empty());
  for (int round = 0; round < 2; ++round) {  // a kept statement follows what is named
    for (const auto* p : {&h.mine, &h.theirs})
      with(h, {{p->session, p->who.tenant}}, [&] { BOOST_TEST(h.seen() == std::vector<std::string>{h.of(*p)}); });
    with(h, {{h.mine.session, h.a}, {h.theirs.session, h.b}}, [&] { BOOST_TEST(h.seen().size() == 2U); });
    BOOST_TEST(h.seen().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_tenant_that_is_set_shows_no_facts_and_facts_show_no_tenant) {
  House h;
  store::TenantDb db(h.world.database, h.a);
  db.each("SELECT 1", {}, [](const auto&) {});
  BOOST_TEST(h.seen().empty());
  const auto people = [&] { return tests::words_of(h.mysql(), "SELECT DISTINCT LOWER(HEX(tenant_id)) FROM t_users"); };
  with(h, {{h.theirs.session, h.b}}, [&] { BOOST_TEST(people() == std::vector<std::string>{to_hex(h.a.raw())}); });
}

BOOST_AUTO_TEST_CASE(a_session_under_another_tenant_is_none) {
  House h;
  with(h, {{h.theirs.session, h.a}}, [&] { BOOST_TEST(h.seen().empty()); });
  const auto facts = store::read_facts(h.world.database, {{h.mine.session, h.a}, {h.theirs.session, h.a}});
  BOOST_TEST(facts.size() == 1U);
  BOOST_TEST(facts.contains(h.mine.session));
}

BOOST_AUTO_TEST_CASE(a_connection_that_was_lost_sees_none_and_is_told_again) {
  House h;
  store::SessionsDb db(h.world.database, {{h.mine.session, h.a}});
  const auto count = [&] {
    int rows = 0;
    db.each("SELECT email FROM v_session_facts f", [&](const auto&) { ++rows; });
    return rows;
  };
  BOOST_TEST(count() == 1);
  h.mysql().forget();
  h.world.database.ping();
  BOOST_TEST(h.seen().empty());
  BOOST_TEST(count() == 1);
  const std::string id = tests::words_of(h.mysql(), "SELECT CONNECTION_ID()").at(0);
  port::MySql killer(h.world.config, store::app_account(h.world.config));
  killer.execute("KILL " + id);
  while (tests::words_of(killer, "SELECT COUNT(*) FROM information_schema.processlist WHERE id = " + id).at(0) != "0") {
  }
  BOOST_TEST(count() == 1);
}

BOOST_AUTO_TEST_CASE(no_question_is_answered_with_another_row) {
  House h;
  tests::TwoTenants two;  // a column for each of the view's, and values to ask with
  const tests::TenantTable view{
      "sessions", "v_session_facts", "tenant_id", {{"tenant_id", "binary", 16}, {"email", "varchar", 254}}, {}};
  two.a = h.a, two.b = h.b;
  const std::vector<std::string> foreign = {to_hex(h.other.who.email), to_hex(h.theirs.who.email),
                                            to_hex(h.another.who.email)};
  const auto tells = [&](const std::string& said) {
    return std::ranges::any_of(foreign, [&](const auto& email) { return said.find(email) != std::string::npos; });
  };
  int told = 0;
  for (const auto& question : tests::questions_about(two, view)) {
    with(h, {{h.mine.session, h.a}}, [&] {
      const auto said = tests::said_to(h.mysql(), question);
      BOOST_TEST(!tells(said), question.statement);
      told += said.find(to_hex(h.mine.who.email)) != std::string::npos;
    });
    BOOST_TEST(!tells(tests::said_to(h.mysql(), question)), question.statement);
  }
  BOOST_TEST(told > 5);
}

BOOST_AUTO_TEST_CASE(no_condition_is_asked_of_another_row) {
  House h;
  const auto seen = [](port::MySql& by, const std::string& condition) {
    by.execute("SET @seen = ''");
    tests::said_to(by, {"", condition, {}});
    return lower_ascii(tests::words_of(by, "SELECT COALESCE(@seen, '')").at(0));
  };
  const auto tells = [&](const std::string& said) {
    return std::ranges::any_of(std::vector{&h.other, &h.theirs, &h.another}, [&](const auto* p) {
      return said.find(p->who.email) != std::string::npos || said.find(to_hex(p->session.raw())) != std::string::npos;
    });
  };
  int asked = 0;
  for (const auto& condition : telling(h, "v_session_facts")) {
    with(h, {{h.mine.session, h.a}}, [&] {
      const auto said = seen(h.mysql(), condition);
      BOOST_TEST(!tells(said), condition);
      asked += !said.empty();
    });
    BOOST_TEST(seen(h.mysql(), condition).empty(), condition);
  }
  BOOST_TEST(asked > 3);
  // No idle threat: merged, some of them tell.
  int bites = 0;
  for (const auto& condition : telling(h, unfenced(h))) bites += tells(seen(h.world.owner(), condition));
  h.world.owner().execute("DROP VIEW unfenced");
  BOOST_TEST(bites > 0);
}

BOOST_AUTO_TEST_CASE(nothing_is_written_through_it) {
  House h;
  const auto content = [&] {
    return join(
        tests::words_of(h.world.owner(),
                        "SELECT CONCAT_WS(' ', u.email, u.role, s.ended_at, s.amr) FROM users u JOIN sessions s ON "
                        "s.tenant_id = u.tenant_id AND s.user_id = u.id WHERE u.tenant_id IN (?, ?) ORDER BY u.id",
                        {port::sql(h.a), port::sql(h.b)}),
        "\n");
  };
  const std::string before = content();
  with(h, {{h.mine.session, h.a}, {h.theirs.session, h.b}}, [&] {
    for (const char* attempt :
         {"UPDATE v_session_facts SET role = 'owner'", "UPDATE v_session_facts SET email = 'mine@example.test'",
          "DELETE FROM v_session_facts", "INSERT INTO v_session_facts (email) VALUES ('mine@example.test')",
          "REPLACE INTO v_session_facts (email) VALUES ('mine@example.test')",
          "UPDATE t_users u JOIN v_session_facts f ON f.user_id = u.id SET u.role = 'owner'",
          "UPDATE t_users u JOIN v_session_facts f ON f.user_id = u.id SET f.role = 'owner'"})
      tests::said_to(h.mysql(), {"", attempt, {}});
  });
  BOOST_TEST(content() == before);
}

BOOST_AUTO_TEST_SUITE_END()
