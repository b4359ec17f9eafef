// A tenant's SQL door: its people and nothing else of anybody, no secret in any column, gone without a trace.
#include "service/sql_door.hh"

#include <algorithm>

#include "base/encode.hh"
#include "base/text.hh"
#include "model/role.hh"
#include "service/install.hh"
#include "store/users.hh"
#include "support/at_once.hh"
#include "support/catalogue.hh"

#include "support/test.hh"

using namespace doorward;
using tests::word_of;
using tests::words_of;

namespace {

/// Two tenants with people, roles and sessions; the doors that a test made are gone at its end.
struct Street {
  tests::World world{{}, tests::Stack::get(), tests::Isolation::accounts};
  service::Ask ask = world.ask();
  port::SqlAccount admin_account{"doorward_owner", Secret(tests::Stack::get().admin_password())};
  port::MySql admin{world.config, admin_account, "", std::chrono::minutes(1)};
  TenantId acme = lived_in(), globex = lived_in();
  std::vector<TenantId> doors;

  ~Street() {
    for (const auto tenant : doors) (void)service::close_sql_door(ask, tenant.text(), admin_account);
  }

  TenantId lived_in() {
    const TenantId tenant = world.make_tenant("d-" + to_hex(world.random.bytes(8)));
    world.owner().run("UPDATE tenants SET plan_type = 'enterprise' WHERE id = ?", {port::sql(tenant)});
    const auto user = world.make_user(tenant, "owner");
    const Time now = world.clock.now();
    world.owner().run("INSERT INTO roles (tenant_id, name, permissions, created_at) VALUES (?, 'clerk', 'ship', ?)",
                      {port::sql(tenant), now});
    world.owner().run(
        "INSERT INTO sessions (tenant_id, id, user_id, transport, cookie_hash, created_at, last_used_at, expires_at, "
        "auth_time, amr, device_id) VALUES (?, ?, ?, 'cookie', ?, ?, ?, ?, ?, 'pwd', 'canary')",
        {port::sql(tenant), world.random.bytes(16), port::sql(user.id), world.random.bytes(32), now, now,
         now + std::chrono::hours(1), now});
    return tenant;
  }
  service::SqlDoorWish wish_for(TenantId tenant) {
    service::SqlDoorWish wish;
    wish.tenant = tenant.text();
    wish.admin = admin_account;
    return wish;
  }
  service::OpenedSqlDoor open(const service::SqlDoorWish& wish) {
    const auto opened = service::open_sql_door(ask, world.platform(), wish);
    BOOST_REQUIRE_EQUAL(word_of(opened), "ok");
    doors.push_back(opened->door.tenant);
    return *opened;
  }
  std::string refused(const service::SqlDoorWish& wish) {
    return word_of(service::open_sql_door(ask, world.platform(), wish));
  }
  port::MySql enter(const service::OpenedSqlDoor& opened) {
    return {world.config, {opened.door.account, opened.password}, opened.door.schema, std::chrono::minutes(1)};
  }
  std::vector<std::string> events(TenantId tenant) {
    return words_of(world.owner(), "SELECT CONCAT(type, ' ', actor_type) FROM events WHERE tenant_id = ? ORDER BY type",
                    {port::sql(tenant)});
  }
  /// Every account, schema and right of the server, but those of new houses that other tests make and drop meanwhile.
  std::string server() {
    std::string all;
    for (const char* question :
         {"SELECT CONCAT_WS(' ', User, Host) w FROM mysql.user",
          "SELECT CONCAT_WS(' ', User, Host, Db, Select_priv, Grant_priv) w FROM mysql.db",
          "SELECT CONCAT_WS(' ', User, Host, Db, Table_name, Table_priv) w FROM mysql.tables_priv",
          "SELECT CONCAT_WS(' ', table_schema, table_name) w FROM information_schema.tables"})
      all += join(words_of(admin, question + std::string(" HAVING w NOT LIKE 'fresh\\_%' ORDER BY w")), "\n") + "\n\n";
    return all;
  }
};

bool denied_to_it(const Failure& e) {
  const auto* sql = dynamic_cast<const port::SqlError*>(&e);
  constexpr int said[] = {1044, 1142, 1143, 1227, 1288, 1290, 1370, 1410};
  return sql && std::find(std::begin(said), std::end(said), sql->number()) != std::end(said);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sql_door, Street)

BOOST_AUTO_TEST_CASE(it_shows_its_own_people_and_nobody_elses) {
  const auto opened = open(wish_for(acme));
  std::string slug = world.slug_of(acme);
  std::replace(slug.begin(), slug.end(), '-', '_');
  BOOST_TEST(opened.door.schema == "dw_" + slug);
  BOOST_TEST(opened.door.account == opened.door.schema);
  auto inside = enter(opened);
  const std::string user = "SELECT CONCAT_WS(' ', COUNT(*), MIN(id), MIN(email_key), MIN(role)) FROM users";
  const auto own = store::list_users(*std::make_unique<store::TenantDb>(world.database, acme), UserId(), 10);
  BOOST_REQUIRE(own.size() == 1U);
  BOOST_TEST(words_of(inside, user).at(0) == "1 " + own[0].id.text() + " " + own[0].email_key + " owner");
  BOOST_TEST(words_of(inside, "SELECT COUNT(*) FROM sessions s JOIN users u ON u.id_binary = s.user_id_binary").at(0) ==
             "1");
  BOOST_TEST(words_of(inside, "SELECT r.permissions FROM user_roles u JOIN roles r ON r.name = u.role").at(0) ==
             join(permissions_of("owner"), " "));
  BOOST_TEST(words_of(inside, "SELECT permissions FROM roles WHERE built_in = 0").at(0) == "ship");
  // A session variable that names another tenant is another tenant's business.
  inside.execute("SET @doorward_tenant = X'" + to_hex(globex.raw()) + "'");
  BOOST_TEST(words_of(inside, "SELECT email_key FROM users").at(0) == own[0].email_key);
  BOOST_TEST(join(events(acme), ", ") == "sql_door_granted operator");
}

BOOST_AUTO_TEST_CASE(no_column_and_no_definition_holds_a_secret) {
  const auto opened = open(wish_for(acme));
  const std::string schema = opened.door.schema;
  BOOST_TEST(
      join(words_of(admin,
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = ? ORDER BY HEX(table_name)",
                    {schema}),
           " ") == "roles sessions user_roles users");
  const std::vector<std::string> forbidden = {"password", "hash",   "secret", "token", "mfa",  "totp",
                                              "otp",      "backup", "device", "proof", "seed", "cookie",
                                              "api_key",  "mac",    "salt",   "amr"};
  const auto columns = words_of(admin,
                                "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns "
                                "WHERE table_schema = ?",
                                {schema});
  BOOST_TEST(columns.size() == 33U);
  auto texts = words_of(admin, "SELECT view_definition FROM information_schema.views WHERE table_schema = ?", {schema});
  BOOST_TEST(texts.size() == 4U);
  // A role's permissions are words of roles.def that speak of keys: of the definitions only what is read counts.
  for (auto& text : texts) text = text.substr(0, text.find("union all"));
  texts.insert(texts.end(), columns.begin(), columns.end());
  for (const auto& text : texts)
    for (const auto& word : forbidden)
      BOOST_TEST(lower_ascii(text).find(word) == std::string::npos, word + " in " + text);
}

BOOST_AUTO_TEST_CASE(who_enters_can_change_nothing_and_see_nothing_else) {
  const auto opened = open(wish_for(acme));
  open(wish_for(globex));
  auto inside = enter(opened);
  // MySQL shows everybody that it has a performance_schema.
  BOOST_TEST(join(words_of(inside,
                           "SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN "
                           "('information_schema', 'performance_schema') ORDER BY 1"),
                  " ") == opened.door.schema);
  BOOST_TEST(words_of(inside, "SELECT COALESCE(MAX(view_definition), '') FROM information_schema.views").at(0) == "");
  const std::string house = world.config.database.schema + ".",
                    other = "dw_" + world.slug_of(globex).replace(1, 1, "_");
  std::vector<std::string> statements = {"CREATE TABLE mine (a INT)",
                                         "CREATE VIEW mine AS SELECT 1",
                                         "GRANT SELECT ON users TO CURRENT_USER",
                                         "SELECT * FROM " + other + ".users",
                                         "SELECT * FROM mysql.user",
                                         "SELECT * FROM " + house + "sql_doors",
                                         "SELECT " + house + "current_tenant()",
                                         "SELECT * INTO OUTFILE '/tmp/x' FROM users"};
  for (const char* view : {"users", "roles", "user_roles", "sessions"})
    for (const auto& verb : {std::string("SHOW CREATE VIEW "), std::string("DELETE FROM "), std::string("DROP VIEW "),
                             "SELECT * FROM " + house, "SELECT * FROM " + house + "t_"})
      statements.push_back(verb + view);
  for (const char* change : {"UPDATE users SET first_name = 'x'", "INSERT INTO users (email) VALUES ('x')",
                             "REPLACE INTO users (email) VALUES ('x')", "UPDATE roles SET permissions = 'all'",
                             "INSERT INTO sessions (transport) VALUES ('x')"})
    statements.push_back(change);
  for (const auto& statement : statements) BOOST_CHECK_EXCEPTION(inside.execute(statement), Failure, denied_to_it);
}

// A condition may be asked of a row before it is known whose row it is; then it would tell what it saw.
BOOST_AUTO_TEST_CASE(a_condition_is_asked_of_own_rows_alone) {
  for (int i = 0; i < 200; ++i) world.make_user(acme);
  world.owner().run("UPDATE sessions SET expires_at = '2020-01-01' WHERE tenant_id = ?", {port::sql(globex)});
  world.owner().run("UPDATE users SET first_name = 'canary' WHERE tenant_id = ?", {port::sql(globex)});
  const auto opened = open(wish_for(acme));
  auto inside = enter(opened);
  for (const std::string question :
       {"SELECT email FROM users WHERE (@seen := IF(first_name = 'canary', 'seen', @seen)) = ''",
        "SELECT email FROM users WHERE (@seen := IF(first_name = 'canary', 'seen', @seen)) = '' ORDER BY created_at "
        "LIMIT 1",
        "SELECT id FROM sessions WHERE (@seen := IF(created_at IS NULL OR ended_at IS NULL, @seen, 'x')) = '' ORDER BY "
        "ends_at LIMIT 2"}) {
    inside.execute("SET @seen = 'no'");
    words_of(inside, question);
    BOOST_TEST(words_of(inside, "SELECT @seen").at(0) == "no", question);
  }
}

// Held by rows that the server reads, not by time.
BOOST_AUTO_TEST_CASE(a_join_by_id_binary_or_email_key_goes_by_an_index) {
  for (int i = 0; i < 100; ++i) world.make_user(acme);
  const auto opened = open(wish_for(acme));
  const std::string users = opened.door.schema + ".users";
  admin.execute("USE " + opened.door.schema);
  // An application has addresses as text, of whatever collation.
  for (const auto& [key, kept] : {std::pair<std::string, std::string>{"id_binary", "id_binary"},
                                  {"email_key", "CONVERT(email_key USING utf8mb4) COLLATE utf8mb4_unicode_ci"}}) {
    admin.execute("CREATE TEMPORARY TABLE own_" + key + " SELECT " + kept + " AS person FROM users ORDER BY 1 LIMIT 3");
    const auto read = [&] {
      std::int64_t all = 0;
      admin.each("SHOW SESSION STATUS LIKE 'Handler\\_read\\_%'", {},
                 [&](const auto& row) { all += std::stoll(row.text(1)); });
      return all;
    };
    const std::string question = "SELECT email FROM own_" + key + " o JOIN users u ON u." + key + " = o.person";
    words_of(admin, question);
    const auto before = read(), idle = read() - before;
    BOOST_TEST(words_of(admin, question).size() == 3U);
    BOOST_TEST(read() - before - idle * 2 < 30, key);
  }
}

BOOST_AUTO_TEST_CASE(revoking_leaves_the_server_as_it_was) {
  const std::string before = server();
  open(wish_for(globex));
  const std::string between = server();
  open(wish_for(acme));
  BOOST_TEST(server() != between);
  BOOST_TEST(word_of(service::close_sql_door(ask, world.slug_of(acme), admin_account)) == "ok");
  BOOST_TEST(server() == between);
  BOOST_TEST(word_of(service::close_sql_door(ask, acme.text(), admin_account)) == "NOT_FOUND");
  BOOST_TEST(word_of(service::close_sql_door(ask, globex.text(), admin_account)) == "ok");
  BOOST_TEST(server() == before);
  BOOST_TEST(join(events(acme), ", ") == "sql_door_granted operator, sql_door_revoked operator");
}

BOOST_AUTO_TEST_CASE(what_is_not_doorwards_is_not_removed) {
  const auto opened = open(wish_for(acme));
  admin.execute("CREATE TABLE " + opened.door.schema + ".orders (a INT)");
  const auto refusal = service::close_sql_door(ask, acme.text(), admin_account);
  BOOST_TEST(word_of(refusal) == "CONFLICT");
  BOOST_TEST(refusal.error().detail.find("orders") != std::string::npos);
  BOOST_TEST(words_of(admin, "SELECT COUNT(*) FROM " + opened.door.schema + ".users").at(0) == "1");
  admin.execute("DROP TABLE " + opened.door.schema + ".orders");
}

BOOST_AUTO_TEST_CASE(what_exists_is_refused_and_left_alone) {
  const auto wish = wish_for(acme);
  open(wish);
  const std::string with_door = server();
  BOOST_TEST(refused(wish) == "CONFLICT");
  auto by_name = wish_for(globex);
  by_name.schema = "dw_taken_" + to_hex(world.random.bytes(4));
  admin.execute("CREATE DATABASE " + by_name.schema);
  const std::string with_schema = server();
  BOOST_TEST(refused(by_name) == "CONFLICT");
  BOOST_TEST(server() == with_schema);
  admin.execute("DROP DATABASE " + by_name.schema);
  admin.execute("CREATE USER '" + by_name.schema + "'@'localhost'");
  const std::string with_account = server();
  BOOST_TEST(refused(by_name) == "CONFLICT");
  BOOST_TEST(server() == with_account);
  admin.execute("DROP USER '" + by_name.schema + "'@'localhost'");
  for (const char* name : {"mysql", "sys", "information_schema", "performance_schema"}) {
    by_name.schema = name;
    BOOST_TEST(refused(by_name) == "VALIDATION_ERROR", name);
  }
  BOOST_TEST(server() == with_door);
  BOOST_TEST(events(globex).empty());
}

BOOST_AUTO_TEST_CASE(wishes_that_cannot_be_are_refused_in_words) {
  const std::string before = server();
  auto wish = wish_for(acme);
  for (const auto& schema : std::vector<std::string>{"Dw_acme", "dw-acme", "dw`acme", "a b", std::string(65, 'a')}) {
    wish.schema = schema;
    BOOST_TEST(refused(wish) == "VALIDATION_ERROR", schema);
  }
  wish = wish_for(acme);
  wish.host = "a'b";
  BOOST_TEST(refused(wish) == "VALIDATION_ERROR");
  wish = wish_for(world.make_tenant("", "reseller"));
  BOOST_TEST(refused(wish) == "VALIDATION_ERROR");
  wish.tenant = "nobody-there";
  BOOST_TEST(refused(wish) == "INVALID_TENANT");
  world.owner().run("UPDATE tenants SET plan_type = 'pro' WHERE id = ?", {port::sql(acme)});
  wish = wish_for(acme);
  BOOST_TEST(refused(wish) == "FEATURE_NOT_AVAILABLE");
  wish.admin.reset();  // the owner of tests has no right to schemas of another name
  wish.beyond_plan = true;
  BOOST_TEST(refused(wish) == "INSUFFICIENT_PERMISSIONS");
  wish.admin = port::SqlAccount{"doorward_owner", Secret("wrong")};
  BOOST_TEST(refused(wish) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(server() == before);
  wish.admin = admin_account;
  open(wish);
}

BOOST_AUTO_TEST_CASE(with_one_account_for_all_the_same_and_a_clear_refusal) {
  tests::World single({}, tests::Stack::get(), tests::Isolation::single);
  auto asking = single.ask();
  const TenantId tenant = single.make_tenant();
  service::SqlDoorWish wish;
  wish.tenant = tenant.text();
  wish.beyond_plan = true;
  const auto refusal = service::open_sql_door(asking, single.platform(), wish);
  BOOST_TEST(word_of(refusal) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(refusal.error().detail.find("--admin") != std::string::npos);
  wish.admin = admin_account;
  const auto opened = service::open_sql_door(asking, single.platform(), wish);
  BOOST_REQUIRE_EQUAL(word_of(opened), "ok");
  BOOST_TEST(words_of(*std::make_unique<port::MySql>(enter(*opened)), "SELECT COUNT(*) FROM users").at(0) == "0");
  BOOST_TEST(word_of(service::close_sql_door(asking, tenant.text(), admin_account)) == "ok");
}

BOOST_AUTO_TEST_CASE(a_tenant_that_is_not_active_shows_nothing) {
  const auto opened = open(wish_for(acme));
  auto inside = enter(opened);
  const auto rows = [&] {
    std::string all;
    for (const char* view : {"users", "roles", "user_roles", "sessions"})
      all += words_of(inside, std::string("SELECT COUNT(*) FROM ") + view).at(0) + " ";
    return all;
  };
  const std::string whole = rows();
  BOOST_TEST(whole == "1 6 1 1 ");
  for (const char* change : {"status = 'suspended'", "status = 'canceled'", "deleted_at = NOW(6)"}) {
    world.owner().run(std::string("UPDATE tenants SET ") + change + " WHERE id = ?", {port::sql(acme)});
    BOOST_TEST(rows() == "0 0 0 0 ", change);
    world.owner().run("UPDATE tenants SET status = 'active', deleted_at = NULL WHERE id = ?", {port::sql(acme)});
  }
  BOOST_TEST(rows() == whole);
  const std::string slug = world.slug_of(acme);
  world.owner().run("UPDATE tenants SET status = 'canceled', deleted_at = NOW(6) WHERE id = ?", {port::sql(acme)});
  BOOST_TEST(word_of(service::close_sql_door(ask, slug, admin_account)) == "ok");
}

BOOST_AUTO_TEST_CASE(the_door_of_a_tenant_that_is_gone_is_found_by_its_schema) {
  const auto opened = open(wish_for(acme));
  world.owner().run("DELETE FROM tenants WHERE id = ?", {port::sql(acme)});
  const auto written = events(acme).size();
  BOOST_TEST(word_of(service::close_sql_door(ask, opened.door.schema, admin_account)) == "ok");
  BOOST_TEST(events(acme).size() == written);
}

BOOST_AUTO_TEST_CASE(migrate_renews_what_has_changed) {
  const auto opened = open(wish_for(acme));
  auto inside = enter(opened);
  const auto migrated = [&] { return join(service::migrate_schema(world.config, world.clock.now())->applied, " "); };
  BOOST_TEST(migrated() == "");
  admin.execute("CREATE OR REPLACE SQL SECURITY DEFINER VIEW " + opened.door.schema + ".users AS SELECT 1 AS former");
  world.owner().run("UPDATE sql_doors SET checksum = NULL WHERE tenant_id = ?", {port::sql(acme)});
  BOOST_TEST(migrated() == "SQL door " + opened.door.schema);
  BOOST_TEST(words_of(inside, "SELECT COUNT(*) FROM users").at(0) == "1");
  // A door that somebody broke does not hold up the release.
  world.owner().run("UPDATE sql_doors SET checksum = NULL WHERE tenant_id = ?", {port::sql(acme)});
  admin.execute("DROP DATABASE " + opened.door.schema);
  BOOST_TEST(migrated() == "");
  BOOST_TEST(word_of(service::close_sql_door(ask, acme.text(), admin_account)) == "ok");
}

BOOST_AUTO_TEST_CASE(a_door_that_asks_for_tls_lets_nobody_in_without) {
  auto wish = wish_for(acme);
  wish.tls = true;
  wish.host = "127.0.0.1";
  const auto opened = open(wish);
  BOOST_TEST(join(words_of(admin, "SELECT ssl_type FROM mysql.user WHERE User = ? AND Host = '127.0.0.1'",
                           {opened.door.account}),
                  "") == "ANY");
}

BOOST_AUTO_TEST_CASE(long_slugs_have_doors_too) {
  const TenantId tenant = world.make_tenant(std::string(54, 'x') + to_hex(world.random.bytes(4)).substr(0, 8) + "9");
  auto wish = wish_for(tenant);
  wish.beyond_plan = true;
  const auto opened = open(wish);
  BOOST_TEST(opened.door.schema.size() == 62U);  // in a GRANT each _ is two
  BOOST_TEST(opened.door.account.size() == 32U);
  auto inside = enter(opened);
  BOOST_TEST(words_of(inside, "SELECT COUNT(*) FROM users").at(0) == "0");
}

BOOST_AUTO_TEST_SUITE_END()
