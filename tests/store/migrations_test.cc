// The schema's way: once, checksummed, resumed after an interruption, one at a time, and refused where it does
// not fit the program.
#include <algorithm>
#include <array>
#include <future>

#include "port/crypto.hh"
#include "service/install_accounts.hh"
#include "store/migrations.hh"
#include "store/sql_files.hh"
#include "support/catalogue.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

/// An empty schema with accounts of its own, dropped at the end. Others that look at the whole server know them by
/// their names.
struct Fixture {
  tests::World world{{}, tests::Stack::get(), tests::Isolation::accounts};
  port::SqlAccount admin_account{"doorward_owner", Secret(tests::Stack::get().admin_password())};
  port::MySql admin{world.config, admin_account, "", std::chrono::minutes(1)};
  Config config = [&] {
    Config fresh = world.config;
    std::string word;
    for (unsigned char c : world.random.bytes(6)) word += char('a' + c % 26);
    fresh.database.schema = "fresh_" + word;
    fresh.database.app_user = "fresh_a" + word;
    fresh.database.platform_user = "fresh_p" + word;
    fresh.database.owner_user = "fresh_o" + word;
    return fresh;
  }();
  port::MySql owner{config, store::owner_account(config), config.database.schema, std::chrono::minutes(1)};

  Fixture() { BOOST_REQUIRE(bool(service::make_accounts(config, admin_account, "localhost", {}))); }
  ~Fixture() {
    admin.execute("DROP DATABASE `" + config.database.schema + "`");
    for (const auto& user : {config.database.app_user, config.database.platform_user, config.database.owner_user})
      admin.execute("DROP USER '" + user + "'@'localhost'");
  }
  /// How many texts there are: the numbered files, views and grants.
  static std::size_t everything() {
    const auto& all = store::sql_files();
    return std::size_t(2 + std::count_if(all.begin(), all.end(),
                                         [](const auto& file) { return file.path.starts_with("migrations/"); }));
  }
  Result<store::Migrated> migrate() { return store::migrate(owner, config, "localhost"); }
  std::string worker_refusal() {
    store::Database database(config);
    try {
      database.ping();
    } catch (const Failure& e) {
      BOOST_CHECK(e.code() == Code::DEPENDENCY_DOWN);
      return e.what();
    }
    return "";
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(migrations, Fixture)

BOOST_AUTO_TEST_CASE(everything_is_applied_once) {
  BOOST_TEST(worker_refusal().find("doorwardctl install") != std::string::npos);
  const auto first = migrate();
  BOOST_REQUIRE(bool(first));
  BOOST_TEST(first->applied.size() == everything());
  BOOST_TEST(worker_refusal() == "");
  const auto second = migrate();
  BOOST_REQUIRE(bool(second));
  BOOST_TEST(second->applied.empty());
}

BOOST_AUTO_TEST_CASE(where_the_binary_log_forbids_functions_tenants_stand_in_rows) {
  const tests::Stack strict("--log-bin=binlog --log-bin-trust-function-creators=OFF");
  Config elsewhere = config;
  elsewhere.database.hosts = {strict.database_socket()};
  const port::SqlAccount maker{"doorward_owner", Secret(strict.admin_password())};
  BOOST_REQUIRE(bool(service::make_accounts(elsewhere, maker, "localhost", {})));
  port::MySql own(elsewhere, store::owner_account(elsewhere), elsewhere.database.schema, std::chrono::minutes(1));
  const auto done = store::migrate(own, elsewhere, "localhost");
  BOOST_REQUIRE(bool(done));
  BOOST_TEST(!done->functions);
  store::Database worker(elsewhere);
  BOOST_CHECK(!worker.tenant_by_slug("nobody"));
  store::TenantDb(worker, platform_tenant).each("SELECT COUNT(*) FROM t_tenant", {}, [](const port::SqlRow& row) {
    BOOST_TEST(row.number(0) == 1);
  });
}

BOOST_AUTO_TEST_CASE(a_changed_file_is_refused) {
  BOOST_REQUIRE(bool(migrate()));
  owner.run("UPDATE schema_version SET checksum = ? WHERE version = 1", {port::sha256("another text")});
  const auto again = migrate();
  BOOST_REQUIRE(!again);
  BOOST_CHECK(again.error().code == Code::CONFLICT);
  BOOST_TEST(again.error().detail.find("0001_tables") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(views_and_grants_are_applied_again_when_their_text_differs) {
  BOOST_REQUIRE(bool(migrate()));
  owner.run("UPDATE schema_version SET checksum = ? WHERE name = 'views'", {port::sha256("an older text")});
  const auto again = migrate();
  BOOST_REQUIRE(bool(again));
  BOOST_TEST(again->applied == std::vector<std::string>{"views"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_former_release_gave_is_taken_back) {
  BOOST_REQUIRE(bool(migrate()));
  const auto given = [&] {
    return tests::words_of(admin,
                           "SELECT COUNT(*) FROM information_schema.column_privileges WHERE table_schema = ? AND "
                           "table_name = 't_tenant' AND column_name = 'custom_domain' AND privilege_type = 'UPDATE'",
                           {config.database.schema})
        .at(0);
  };
  BOOST_TEST(given() == "0");
  owner.execute("GRANT UPDATE (custom_domain) ON t_tenant TO '" + config.database.app_user + "'@'localhost'");
  BOOST_TEST(given() == "1");
  owner.run("UPDATE schema_version SET checksum = ? WHERE name = 'grants'", {port::sha256("an older text")});
  BOOST_REQUIRE(bool(migrate()));
  BOOST_TEST(given() == "0");
}

BOOST_AUTO_TEST_CASE(an_interrupted_file_goes_on_at_every_point) {
  BOOST_REQUIRE(bool(migrate()));
  const auto done = std::stoi(tests::words_of(owner, "SELECT statements FROM schema_version WHERE version = 1").at(0));
  BOOST_TEST(done > 10);
  // The last statement was carried out, but its note was not written; then the note was, but not the end.
  for (const int noted : {done - 1, done}) {
    owner.run("UPDATE schema_version SET statements = ?, applied_at = NULL WHERE version = 1", {std::int64_t{noted}});
    BOOST_TEST(worker_refusal() == "");  // 0002 is there: a finished later file means that the schema is complete
    const auto again = migrate();
    BOOST_REQUIRE(bool(again));
    BOOST_TEST(again->applied == std::vector<std::string>{"0001_tables"}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(a_program_that_is_too_old_or_too_new_refuses_and_says_so) {
  BOOST_REQUIRE(bool(migrate()));
  owner.run("DELETE FROM schema_version WHERE version = ?", {std::int64_t{store::newest_migration()}});
  BOOST_TEST(worker_refusal().find("doorwardctl migrate") != std::string::npos);
  owner.run(
      "INSERT INTO schema_version (name, version, min_worker, checksum, applied_at) VALUES ('9999_later', 9999, 1, ?, "
      "NOW(6))",
      {port::sha256("")});
  BOOST_TEST(worker_refusal() == "");  // expanded, but still fit for this program
  const auto older = migrate();
  BOOST_REQUIRE(!older);
  BOOST_CHECK(older.error().code == Code::CONFLICT);
  owner.run("UPDATE schema_version SET min_worker = 9999 WHERE version = 9999");
  BOOST_TEST(worker_refusal().find("newer release") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(of_many_at_once_one_applies_and_the_others_find_it_done) {
  std::array<std::future<std::size_t>, 4> all;
  for (auto& one : all)
    one = std::async(std::launch::async, [this] {
      // The last one waits for three others, on a machine that may be busy.
      port::MySql own(config, store::owner_account(config), config.database.schema, std::chrono::minutes(6));
      const auto done = store::migrate(own, config, "localhost", std::chrono::minutes(5));
      return done ? done->applied.size() : std::size_t{1000};
    });
  std::array<std::size_t, all.size()> applied{};
  std::transform(all.begin(), all.end(), applied.begin(), [](auto& one) { return one.get(); });
  std::sort(applied.begin(), applied.end());
  BOOST_TEST(applied == (std::array<std::size_t, all.size()>{0, 0, 0, everything()}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_worker_with_another_master_key_is_refused_on_each_connection) {
  BOOST_REQUIRE(bool(migrate()));
  store::Database database(config);
  database.expect("master_key_check:1", "mine");
  const auto refused = [](const Failure& e) {
    return e.code() == Code::DEPENDENCY_DOWN && std::string(e.what()).find("master key") != std::string::npos;
  };
  BOOST_CHECK_EXCEPTION(database.ping(), Failure, refused);
  owner.run("INSERT INTO installation (name, value) VALUES ('master_key_check:1', 'mine')");
  database.ping();
  owner.run("UPDATE installation SET value = 'other'");
  database.mysql().forget();
  BOOST_CHECK_EXCEPTION(store::TenantDb(database, platform_tenant).run("DELETE FROM t_outbox"), Failure, refused);
}

BOOST_AUTO_TEST_CASE(statements_are_split_at_semicolons_outside_words_and_comments) {
  const auto found = store::split_statements("-- a; b\nSELECT ';';  -- c;\nSELECT 2\n  -- d\n;\n");
  BOOST_TEST(found == (std::vector<std::string>{"SELECT ';'", "SELECT 2"}), boost::test_tools::per_element());
  BOOST_CHECK_THROW(store::split_statements("SELECT 1"), Failure);
}

BOOST_AUTO_TEST_CASE(an_account_that_needs_thought_in_sql_is_refused) {
  BOOST_TEST(*store::quoted_account("doorward_app", "10.0.0.0/255.0.0.0") == "'doorward_app'@'10.0.0.0/255.0.0.0'");
  for (const char* user : {"", "a'b", "a\\", "a b", "123456789012345678901234567890123"})
    BOOST_CHECK(!store::quoted_account(user, "%"));
  for (const char* host : {"", "a'b", "a`"}) BOOST_CHECK(!store::quoted_account("a", host));
}

BOOST_AUTO_TEST_SUITE_END()
