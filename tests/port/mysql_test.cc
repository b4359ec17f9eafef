// One connection to a real server: values there and back, kept statements, and what errors become.
#include "port/mysql.hh"

#include "port/mysql_link.hh"
#include "support/catalogue.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

struct Fixture {
  tests::World world;
  port::MySql& mysql = world.owner();

  Fixture() {
    mysql.execute(
        "CREATE TEMPORARY TABLE box (id INT PRIMARY KEY, bytes VARBINARY(300), words TEXT, big LONGBLOB, at "
        "DATETIME(6), "
        "number BIGINT, UNIQUE KEY box_words (words(20)))");
  }
  std::int64_t prepared_so_far() {
    std::int64_t count = 0;
    mysql.each("SHOW SESSION STATUS LIKE 'Com_stmt_prepare'", {},
               [&](const auto& row) { count = std::stoll(row.text(1)); });
    return count;
  }
};

template <class Ask>
port::SqlError error_of(const Ask& ask) {
  try {
    ask();
  } catch (const port::SqlError& e) {
    return e;
  }
  throw Failure("no SqlError came");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mysql, Fixture)

BOOST_AUTO_TEST_CASE(values_come_back_as_they_went) {
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += char(i);
  const std::string big(1'000'000, '\xFE'), words = "Zo\xC3\xAB \xF0\x9F\x94\x91 ' \\ \"";
  const Time at = *parse_rfc3339("2038-01-19T03:14:08.000001Z");
  const std::int64_t least = std::numeric_limits<std::int64_t>::min();
  BOOST_TEST(mysql.run("INSERT INTO box VALUES (1, ?, ?, ?, ?, ?)", {every_byte, words, big, at, least}) == 1);
  int rows = 0;
  mysql.each("SELECT bytes, words, big, at, number FROM box WHERE bytes = ?", {every_byte}, [&](const auto& row) {
    ++rows;
    BOOST_TEST(row.text(0) == every_byte);
    BOOST_TEST(row.text(1) == words);
    BOOST_TEST((row.text(2) == big));
    BOOST_CHECK(row.time(3) == at);
    BOOST_TEST(row.number(4) == least);
  });
  BOOST_TEST(rows == 1);
}

BOOST_AUTO_TEST_CASE(whole_seconds_and_nulls_come_back_too) {
  const Time at = *parse_rfc3339("2026-01-01T00:00:00Z");
  mysql.run("INSERT INTO box (id, at) VALUES (?, ?)", {std::int64_t{1}, at});
  mysql.each("SELECT at, bytes, number FROM box", {}, [&](const auto& row) {
    BOOST_CHECK(row.time(0) == at);
    BOOST_CHECK(!row.maybe_id(1) && !row.maybe_time(1) && row.null(2));
    BOOST_CHECK_THROW(row.text(1), Failure);
    BOOST_CHECK_THROW(row.number(2), Failure);
    BOOST_CHECK_THROW(row.id(0), Failure);
  });
}

BOOST_AUTO_TEST_CASE(changed_rows_are_counted_not_found_ones) {
  mysql.run("INSERT INTO box (id, number) VALUES (1, 7), (2, 8)");
  BOOST_TEST(mysql.run("UPDATE box SET number = ? WHERE id > 0", {std::int64_t{7}}) == 1);
  BOOST_TEST(mysql.run("UPDATE box SET number = ? WHERE id > 0", {std::int64_t{7}}) == 0);
}

BOOST_AUTO_TEST_CASE(a_statement_is_prepared_once_and_the_kept_are_bounded) {
  const auto ask = [&](int n) { mysql.each("SELECT " + std::to_string(n), {}, [](const auto&) {}); };
  ask(0);
  prepared_so_far();
  const auto before = prepared_so_far();
  const auto counted = mysql.meter().calls;
  for (int i = 0; i < 10; ++i) ask(0);
  BOOST_TEST(mysql.meter().calls - counted == 10U);
  BOOST_TEST(prepared_so_far() == before);
  for (int i = 0; i < 200; ++i) ask(i);
  const auto open = tests::words_of(mysql, "SELECT 'still here'");
  BOOST_TEST(open.at(0) == "still here");
  BOOST_TEST(prepared_so_far() > before + 190);
  BOOST_TEST(mysql.kept_statements() <= 128U);
}

BOOST_AUTO_TEST_CASE(a_question_may_be_asked_while_another_is_answered) {
  mysql.run("INSERT INTO box (id, number) VALUES (1, 10), (2, 20)");
  std::string seen;
  mysql.each("SELECT id FROM box ORDER BY id", {}, [&](const auto& row) {
    mysql.each("SELECT number FROM box WHERE id = ?", {row.number(0)},
               [&](const auto& inner) { seen += inner.text(0) + " "; });
  });
  BOOST_TEST(seen == "10 20 ");
}

BOOST_AUTO_TEST_CASE(rows_end_with_their_connection) {
  int rows = 0;
  const auto lose = [&](const auto&) {
    ++rows;
    mysql.forget();
    mysql.each("SELECT 3", {}, [](const auto&) {});
  };
  const auto ask = [&] { mysql.each("SELECT 1 UNION SELECT 2", {}, lose); };
  BOOST_CHECK(error_of(ask).code() == Code::DEPENDENCY_DOWN);
  BOOST_TEST(rows == 1);
}

BOOST_AUTO_TEST_CASE(a_duplicate_names_its_key_and_never_the_value) {
  mysql.run("INSERT INTO box (id, words) VALUES (1, 'canary''for key ''x')");
  const auto again = [&](std::int64_t id) {
    mysql.run("INSERT INTO box (id, words) VALUES (?, 'canary''for key ''x')", {id});
  };
  BOOST_CHECK_EXCEPTION(again(2), port::SqlRefused, [](const auto& e) {
    return e.refusal() == port::SqlRefusal::duplicate && e.key() == "box_words";
  });
  BOOST_CHECK_EXCEPTION(again(1), port::SqlRefused, [](const auto& e) { return e.key() == "PRIMARY"; });
}

BOOST_AUTO_TEST_CASE(statements_and_connections_are_counted_and_an_expected_no_is_no_failure) {
  const auto before = mysql.meter();
  const auto since = [&] { return mysql.meter() - before; };
  mysql.begin();
  mysql.run("INSERT INTO box (id) VALUES (1)");
  BOOST_CHECK_THROW(mysql.run("INSERT INTO box (id) VALUES (1)"), port::SqlRefused);
  mysql.commit();
  BOOST_TEST(since().calls == 4U);
  BOOST_TEST(since().failures == 0U);
  BOOST_TEST(since().time.count() > 0);
  BOOST_CHECK_THROW(mysql.run("INSERT INTO nowhere VALUES (1)"), Failure);
  BOOST_TEST(since().failures == 1U);
  mysql.forget();
  mysql.connect();
  BOOST_TEST(since().calls == 6U);
}

BOOST_AUTO_TEST_CASE(locks_of_others_are_counted_for_themselves) {
  const auto before = mysql.meter();
  for (const char* number : {"1213", "1205"})
    BOOST_CHECK_THROW(mysql.execute("SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = " + std::string(number)),
                      port::SqlRefused);
  BOOST_TEST((mysql.meter() - before).conflicts == 2U);
  BOOST_TEST((mysql.meter() - before).failures == 0U);
}

BOOST_AUTO_TEST_CASE(errors_show_the_statement_and_never_a_value) {
  const auto too_long =
      error_of([&] { mysql.run("INSERT INTO box (id, bytes) VALUES (1, ?)", {std::string(301, 'c')}); });
  BOOST_TEST(too_long.number() == 1406);  // strict mode
  BOOST_CHECK(too_long.code() == Code::INTERNAL_ERROR);
  const auto not_utf8 =
      error_of([&] { mysql.run("INSERT INTO box (id, words) VALUES (1, ?)", {std::string("canary\xFF")}); });
  BOOST_TEST(std::string(not_utf8.what()).find("canary") == std::string::npos);
  const auto hidden = error_of([&] { mysql.execute("CREATE USR 'canary'", "CREATE USER"); });
  BOOST_TEST(std::string(hidden.what()).find("canary") == std::string::npos);
  BOOST_TEST(mysql.connection() != 0U);
}

BOOST_AUTO_TEST_CASE(the_session_is_strict_utc_and_read_committed) {
  BOOST_TEST(tests::words_of(mysql, "SELECT @@time_zone").at(0) == "+00:00");
  BOOST_TEST(tests::words_of(mysql, "SELECT @@sql_mode").at(0).find("STRICT_ALL_TABLES") != std::string::npos);
  BOOST_TEST(tests::words_of(mysql, tests::Stack::mysql() ? "SELECT @@transaction_isolation" : "SELECT @@tx_isolation")
                 .at(0) == "READ-COMMITTED");
  const auto patience = std::chrono::ceil<std::chrono::seconds>(world.config.database.timeout).count();
  BOOST_TEST(tests::words_of(mysql, "SELECT @@innodb_lock_wait_timeout").at(0) == std::to_string(patience));
  if (tests::Stack::galera())
    BOOST_TEST(tests::words_of(mysql, "SELECT CONCAT_WS(' ', @@wsrep_sync_wait, @@query_cache_type)").at(0) == "1 OFF");
  BOOST_TEST(error_of([&] { mysql.run("INSERT INTO box (id, at) VALUES (1, '0000-00-00')"); }).number() == 1292);
}

BOOST_AUTO_TEST_CASE(a_transaction_may_begin_and_end_with_a_set) {
  const auto rows = [&] {
    return tests::words_of(mysql, "SELECT CONCAT_WS(' ', COUNT(*), @@autocommit + 0, @word) FROM box").at(0);
  };
  const auto insert = [&](std::int64_t id) { mysql.run("INSERT INTO box (id) VALUES (?)", {id}); };
  const auto begin = [&](std::string_view closing) {
    mysql.begin("SET @word = ?, autocommit = 0", {std::string("within")}, closing);
  };
  begin("SET autocommit = 1, @word = 'after'");
  insert(1);
  mysql.commit();
  BOOST_TEST(rows() == "1 1 after");
  begin("SET autocommit = 1, @word = 'refused'");
  insert(2);
  mysql.rollback();
  BOOST_TEST(rows() == "1 1 refused");
  mysql.begin();  // as ever
  insert(3);
  mysql.commit();
  BOOST_TEST(rows() == "2 1 refused");
}

BOOST_AUTO_TEST_CASE(a_commit_that_is_refused_leaves_nothing_half_done) {
  const auto before = mysql.connection();
  mysql.begin("SET @word = ?, autocommit = 0", {std::string("within")}, "SET autocommit = 1, @word = no_such_column");
  if (tests::Stack::galera()) {
    BOOST_CHECK_NO_THROW(mysql.commit());  // said in words before: it stands
  } else {
    BOOST_CHECK_THROW(mysql.commit(), port::SqlError);
    mysql.rollback();
  }
  BOOST_TEST(!mysql.in_transaction());
  BOOST_TEST(tests::words_of(mysql, "SELECT @@autocommit").at(0) == "1");
  BOOST_TEST(mysql.connection() != before);  // nobody knew what it was
}

BOOST_AUTO_TEST_CASE(wrong_passwords_and_missing_schemas_are_down_and_say_no_password) {
  for (const auto& [user, schema] :
       {std::pair{"app_accounts", "doorward_accounts"}, std::pair{"nobody", "doorward_accounts"}}) {
    port::MySql wrong(world.config, {user, Secret("canary-word")}, schema, std::chrono::seconds(1));
    const auto said = error_of([&] { wrong.connect(); });
    BOOST_CHECK(said.code() == Code::DEPENDENCY_DOWN);
    BOOST_TEST(std::string(said.what()).find("canary") == std::string::npos);
  }
  port::MySql nowhere(world.config, store::owner_account(world.config), "no_such_schema", std::chrono::seconds(1));
  BOOST_CHECK(error_of([&] { nowhere.connect(); }).code() == Code::DEPENDENCY_DOWN);
}

BOOST_AUTO_TEST_CASE(numbers_mean_the_same_on_both_servers) {
  using port::SqlTrouble;
  BOOST_CHECK(port::trouble_of(1213) == SqlTrouble::deadlock);
  BOOST_CHECK(port::trouble_of(3101) == SqlTrouble::deadlock);
  BOOST_CHECK(port::trouble_of(1205) == SqlTrouble::lock_timeout);
  BOOST_CHECK(port::trouble_of(1369) == SqlTrouble::check_option);
  BOOST_CHECK(port::trouble_of(1452) == SqlTrouble::foreign_key);
  for (const int away : {1040, 1045, 1047, 1053, 1290, 1927, 2002, 2003, 2006, 2013, 2026, 4031})
    BOOST_TEST((port::trouble_of(away) == SqlTrouble::away), away);
  BOOST_CHECK(port::trouble_of(1064) == SqlTrouble::other);
  BOOST_TEST(port::duplicate_key("Duplicate entry 'a'b' for key 'users_email'") == "users_email");
  BOOST_TEST(port::duplicate_key("Duplicate entry 'a' for key 'users.users_email'") == "users_email");
  BOOST_TEST(port::duplicate_key("no quotes") == "");
}

BOOST_AUTO_TEST_SUITE_END()
