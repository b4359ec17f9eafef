// An installation from nothing, again, by a second host, without rights, and with a foreign key.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "service/install.hh"
#include "service/key_rotation.hh"
#include "support/catalogue.hh"
#include "support/test.hh"

using namespace doorward;
namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

mode_t mode_of(const fs::path& path) {
  struct stat facts {};
  BOOST_REQUIRE(::stat(path.c_str(), &facts) == 0);
  return facts.st_mode & 0777U;
}

/// A folder and names of accounts that nothing stands behind yet; all of it is taken away at the end.
struct Fixture {
  port::SystemRandom random;
  Time now = port::SystemClock().now();
  fs::path folder = fs::temp_directory_path() / ("doorward-install-" + word());
  Config config = fresh();
  port::SqlAccount admin{"doorward_owner", Secret(tests::Stack::get().admin_password())};

  std::string word() {
    std::string text;
    for (unsigned char c : random.bytes(8)) text += char('a' + c % 26);
    return text;
  }
  Config fresh() {
    fs::create_directory(folder);
    const std::string name = word();
    auto made = make_config({{"database.hosts", tests::Stack::get().database_socket()},
                             {"database.schema", "in_" + name},
                             {"database.app_user", "a_" + name},
                             {"database.platform_user", "p_" + name},
                             {"database.owner_user", "o_" + name},
                             {"memcached.servers", tests::Stack::get().memcached_socket()},
                             {"keys.master_file", folder / "master.key"}});
    BOOST_REQUIRE(bool(made));
    return *made;
  }
  service::InstallWish wish() { return {admin, "", folder / "database.conf", false}; }
  ~Fixture() {
    fs::remove_all(folder);
    port::MySql mysql(config, admin, "", std::chrono::minutes(1));
    mysql.execute("DROP DATABASE IF EXISTS `" + config.database.schema + "`");
    for (const auto& user : {config.database.app_user, config.database.platform_user, config.database.owner_user})
      mysql.execute("DROP USER IF EXISTS '" + user + "'@'localhost'");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(install, Fixture)

BOOST_AUTO_TEST_CASE(from_nothing_everything_is_made_and_works) {
  const auto done = service::install(config, wish(), random, now);
  BOOST_REQUIRE_MESSAGE(bool(done), (done ? "" : done.error().detail));
  BOOST_TEST(mode_of(folder / "master.key") == 0600U);
  BOOST_TEST(mode_of(folder / "database.conf") == 0600U);
  ConfigWords words;
  BOOST_REQUIRE(bool(read_config_text(read(folder / "database.conf"), "database.conf", words)));
  BOOST_TEST(words.size() == 3U);
  BOOST_TEST(words["database.app_password"] == done->config.database.app_password.reveal());
  auto keys = service::KeyRing::open(done->config);
  BOOST_REQUIRE(bool(keys));
  store::Database database(done->config);
  database.expect(keys->checks().front().first, keys->checks().front().second);
  BOOST_TEST(keys->verifiers(database, now).size() == 2U);
  for (const auto& step : done->steps)
    BOOST_TEST(step.find(std::string(done->config.database.app_password.reveal())) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_second_run_changes_nothing) {
  const auto first = service::install(config, wish(), random, now);
  BOOST_REQUIRE(bool(first));
  const std::string key = read(folder / "master.key"), settings = read(folder / "database.conf");
  const auto second = service::install(first->config, wish(), random, now);
  BOOST_REQUIRE_MESSAGE(bool(second), (second ? "" : second.error().detail));
  BOOST_TEST(second->steps.empty());
  BOOST_TEST(read(folder / "master.key") == key);
  BOOST_TEST(read(folder / "database.conf") == settings);
}

BOOST_AUTO_TEST_CASE(a_joining_host_makes_no_key_and_proves_the_one_it_has) {
  const auto first = service::install(config, wish(), random, now);
  BOOST_REQUIRE(bool(first));
  auto joining = wish();
  joining.join = true;
  BOOST_TEST(bool(service::install(first->config, joining, random, now)));
  const std::string key = read(folder / "master.key");
  fs::remove(folder / "master.key");
  const auto without = service::install(first->config, joining, random, now);
  BOOST_REQUIRE(!without);
  BOOST_TEST(without.error().fields.at(0).field == "keys.master_file");
  BOOST_TEST(!fs::exists(folder / "master.key"));
}

BOOST_AUTO_TEST_CASE(another_master_key_is_refused_by_install_and_by_join) {
  const auto first = service::install(config, wish(), random, now);
  BOOST_REQUIRE(bool(first));
  fs::remove(folder / "master.key");
  BOOST_REQUIRE(bool(service::make_master_key(folder / "master.key", false, random)));
  const auto again = service::install(first->config, wish(), random, now);
  BOOST_REQUIRE(!again);
  BOOST_TEST(again.error().fields.at(0).field == "keys.master_file");
  auto joining = wish();
  joining.join = true;
  BOOST_CHECK_THROW(static_cast<void>(service::install(first->config, joining, random, now)), Failure);
}

BOOST_AUTO_TEST_CASE(without_rights_it_says_what_an_administrator_must_run) {
  port::MySql mysql(config, admin, "", std::chrono::minutes(1));
  const std::string weak = "w_" + word();
  mysql.execute("CREATE USER '" + weak + "'@'localhost' IDENTIFIED BY 'weak'");
  auto asked = wish();
  asked.admin = port::SqlAccount{weak, Secret("weak")};
  const auto refused = service::install(config, asked, random, now);
  mysql.execute("DROP USER '" + weak + "'@'localhost'");
  BOOST_REQUIRE(!refused);
  BOOST_CHECK(refused.error().code == Code::INSUFFICIENT_PERMISSIONS);
  const std::string& said = refused.error().detail;
  BOOST_TEST(said.find("CREATE USER '" + config.database.app_user + "'@'localhost'") != std::string::npos);
  BOOST_TEST(said.find("WITH GRANT OPTION") != std::string::npos);
  // The passwords that the administrator needs are in the file, not on the screen.
  ConfigWords words;
  BOOST_REQUIRE(bool(read_config_text(read(folder / "database.conf"), "database.conf", words)));
  BOOST_TEST(said.find(words["database.app_password"]) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_an_administrator_made_by_that_sql_is_enough) {
  Config with = config;
  with.database.app_password = Secret("app-word");
  with.database.platform_password = Secret("platform-word");
  with.database.owner_password = Secret("owner-word");
  auto sql = service::sql_for_administrator(with, "localhost");
  BOOST_REQUIRE(bool(sql));
  for (const char* who : {"app", "platform", "owner"}) {
    const std::string mark = std::string("<the value of database.") + who + "_password>";
    sql->replace(sql->find(mark), mark.size(), std::string(who) + "-word");
  }
  port::MySql mysql(config, admin, "", std::chrono::minutes(1));
  for (const auto& statement : store::split_statements(*sql)) mysql.execute(statement);
  auto asked = wish();
  asked.admin.reset();
  const auto done = service::install(with, asked, random, now);
  BOOST_REQUIRE_MESSAGE(bool(done), (done ? "" : done.error().detail));
  BOOST_TEST(!fs::exists(folder / "database.conf"));
}

BOOST_AUTO_TEST_CASE(an_account_of_another_hand_keeps_its_password) {
  port::MySql mysql(config, admin, "", std::chrono::minutes(1));
  mysql.execute("CREATE USER '" + config.database.app_user + "'@'localhost' IDENTIFIED BY 'kept'");
  const auto refused = service::install(config, wish(), random, now);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().fields.at(0).field == "database.app_password");
}

BOOST_AUTO_TEST_CASE(one_account_is_enough_under_single) {
  Config with = config;
  with.database.isolation = "single";
  const auto done = service::install(with, wish(), random, now);
  BOOST_REQUIRE_MESSAGE(bool(done), (done ? "" : done.error().detail));
  store::PlatformDb(done->config).mysql().connect();
  BOOST_TEST(bool(service::migrate_schema(done->config, now)));
}

BOOST_AUTO_TEST_CASE(a_schema_name_that_needs_thought_in_sql_is_refused) {
  for (const char* name : {"a`b", "a b", "a-b", ""}) {
    Config with = config;
    with.database.schema = name;
    const auto refused = service::install(with, wish(), random, now);
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().fields.at(0).field == "database.schema");
  }
}

BOOST_AUTO_TEST_SUITE_END()
