// A tenant moves house: from an installation to another one with other keys and another database.
#include "service/tenant_move.hh"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "base/encode.hh"
#include "base/text.hh"
#include "port/sealed_file.hh"
#include "service/accounts.hh"
#include "service/event_chain.hh"
#include "service/tenant_text.hh"
#include "store/tenants.hh"
#include "support/at_once.hh"
#include "support/catalogue.hh"
#include "support/folder.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using tests::Isolation;
using tests::word_of;

namespace {

const Secret passphrase("seven crates of lemons");

/// Two installations: their schemas, accounts and master keys differ.
struct TwoHouses {
  tests::World old_house{{}, tests::Stack::get(), Isolation::accounts};
  tests::World new_house{{}, tests::Stack::get(), Isolation::single};
  tests::Folder folder;
  std::string file = folder / "acme.tenant";
  TenantId tenant = old_house.make_tenant("m-" + to_hex(old_house.random.bytes(8)));
  tests::MadeUser owner = old_house.make_user(tenant, "owner"), clerk = old_house.make_user(tenant, "clerk");

  TwoHouses() {
    BOOST_REQUIRE(old_house.config.keys.master_file != new_house.config.keys.master_file);
    BOOST_REQUIRE(old_house.config.database.schema != new_house.config.database.schema);
    auto& sql = old_house.owner();
    const Time now = old_house.clock.now();
    sql.run("INSERT INTO roles (tenant_id, name, permissions, created_at) VALUES (?, 'clerk', 'ship view_users', ?)",
            {port::sql(tenant), now});
    sql.run(
        "INSERT INTO tenant_settings (tenant_id, name, value, updated_at) VALUES (?, 'password.min_length', '20', ?)",
        {port::sql(tenant), now});
    sql.run(
        "INSERT INTO password_history (tenant_id, user_id, created_at, password_hash) SELECT tenant_id, id, "
        "created_at, password_hash FROM users WHERE tenant_id = ?",
        {port::sql(tenant)});
    tests::sign_in(old_house, owner);
    tests::sign_in(old_house, clerk);
    seal(old_house);
    old_house.clock.at += std::chrono::seconds(1);
    tests::sign_in(old_house, owner);  // and one that waits to be sealed
  }
  void seal(tests::World& house) {
    auto ask = house.ask();
    while (service::seal_events(ask, house.platform(), tenant, 100) > 0) continue;
  }
  Result<service::Moved> export_it(const Secret& with = passphrase) {
    auto ask = old_house.ask();
    return service::export_tenant(ask, old_house.platform(), tenant.text(), file, with);
  }
  Result<service::Moved> import_it(const std::string& slug = "", const std::string& from = "",
                                   const Secret& with = passphrase) {
    auto ask = new_house.ask();
    return service::import_tenant(ask, new_house.platform(), from.empty() ? file : from, slug, with);
  }
  std::string log_in(tests::World& house, const tests::MadeUser& user) {
    auto ask = house.ask();
    return word_of(service::log_in(ask, tenant, {user.email, user.password, "", "", Transport::token}));
  }
  std::string rows_of(tests::World& house) {
    std::string all;
    for (const auto& table : tests::tenant_tables(house))
      all += table.table + "\n" + tests::content(house, table, tenant);
    return all;
  }
  std::vector<std::string> lines() {
    std::ifstream in(file, std::ios::binary);
    auto reader = *port::SealedReader::open(in, passphrase);
    std::vector<std::string> all;
    while (auto line = *reader.line()) all.push_back(*line);
    return all;
  }
  /// The file of somebody who knows the passphrase and writes what they like.
  std::string forged(const std::vector<std::string>& lines) {
    std::string path = folder / "forged.tenant";
    std::ofstream out(path, std::ios::binary);
    port::SealedWriter writer(out, passphrase, old_house.random);
    for (const auto& line : lines) writer.write(line + "\n");
    writer.end();
    return path;
  }
  std::string import_changed(const std::string& what, const std::string& with) {
    auto all = lines();
    bool found = false;
    for (auto& line : all)
      if (const auto at = line.find(what); at != std::string::npos && !found) {
        line.replace(at, what.size(), with);
        found = true;
      }
    BOOST_REQUIRE_MESSAGE(found, what);
    return word_of(import_it("", forged(all)));
  }
  std::int64_t in_new_house(const std::string& question) {
    return std::stoll(tests::words_of(new_house.owner(), question + " WHERE tenant_id = ?", {port::sql(tenant)}).at(0));
  }
  bool nothing_came() {
    for (const auto& table : store::moved_tables())
      if (in_new_house("SELECT COUNT(*) FROM " + std::string(table.name)) != 0) return false;
    return tests::words_of(new_house.owner(), "SELECT slug FROM tenants WHERE id = ?", {port::sql(tenant)}).empty();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(tenant_move, TwoHouses)

BOOST_AUTO_TEST_CASE(everybody_signs_in_as_before_and_the_chain_of_events_holds) {
  const auto out = export_it();
  BOOST_REQUIRE_EQUAL(word_of(out), "ok");
  struct stat facts {};
  BOOST_REQUIRE(::stat(file.c_str(), &facts) == 0);
  BOOST_TEST((facts.st_mode & 0777) == 0600U);
  const auto in = import_it();
  BOOST_REQUIRE_EQUAL(word_of(in), "ok");
  BOOST_TEST(in->rows == out->rows);
  BOOST_TEST(in->tenant.slug == old_house.slug_of(tenant));
  BOOST_TEST(log_in(new_house, owner) == "ok");
  BOOST_TEST(log_in(new_house, clerk) == "ok");
  tests::MadeUser stranger = clerk;
  stranger.password = Secret("another password altogether");
  BOOST_TEST(log_in(new_house, stranger) == "INVALID_CREDENTIALS");
  auto ask = new_house.ask();
  seal(new_house);
  const auto chain = service::verify_chain(ask, new_house.platform(), tenant);
  BOOST_CHECK_MESSAGE(!chain.broken, chain.why);
  BOOST_TEST(chain.sealed > 6);
  BOOST_TEST(chain.unsealed == 0);
  BOOST_TEST(in_new_house("SELECT COUNT(*) FROM password_history") == 2);
  BOOST_TEST(tests::words_of(new_house.owner(),
                             "SELECT CONCAT_WS(' ', name, value) FROM tenant_settings WHERE tenant_id = ?",
                             {port::sql(tenant)})
                 .at(0) == "password.min_length 20");
  BOOST_TEST(in_new_house("SELECT MIN(password_work) > 0 FROM users") == 1);
  BOOST_TEST(tests::count_events(new_house, tenant, "organization_imported") == 1);
  BOOST_TEST(tests::count_events(old_house, tenant, "organization_exported") == 1);
}

BOOST_AUTO_TEST_CASE(what_moves_is_there_byte_for_byte) {
  BOOST_REQUIRE_EQUAL(word_of(export_it()), "ok");
  const std::string before = [&] {
    std::string all;
    for (const char* table : {"users", "roles", "password_history", "tenant_settings"})
      for (const auto& known : tests::tenant_tables(old_house))
        if (known.table == table) all += tests::content(old_house, known, tenant);
    return all;
  }();
  old_house.owner().run("UPDATE users SET password_work = 64 WHERE tenant_id = ?", {port::sql(tenant)});
  BOOST_REQUIRE_EQUAL(word_of(import_it("another-slug-" + to_hex(new_house.random.bytes(4)))), "ok");
  new_house.owner().run("UPDATE users SET password_work = 0 WHERE tenant_id = ?", {port::sql(tenant)});
  std::string after;
  for (const char* table : {"users", "roles", "password_history", "tenant_settings"})
    for (const auto& known : tests::tenant_tables(new_house))
      if (known.table == table) after += tests::content(new_house, known, tenant);
  BOOST_TEST(!before.empty());
  BOOST_TEST(bool(before == after));
  BOOST_TEST(new_house.slug_of(tenant).starts_with("another-slug-"));
}

BOOST_AUTO_TEST_CASE(what_a_tenant_has_beside_its_plan_moves_and_its_people_are_counted_where_it_arrives) {
  old_house.owner().run(
      "UPDATE tenants SET overrides = 'max_users=7 +sql_access', features_off = 'webhooks', status = 'canceled', "
      "canceled_at = created_at, custom_domain = CONCAT(slug, '.example') WHERE id = ?",
      {port::sql(tenant)});
  BOOST_REQUIRE_EQUAL(word_of(export_it()), "ok");
  new_house.clock.at = old_house.clock.at + std::chrono::hours(24 * 300);
  BOOST_REQUIRE_EQUAL(word_of(import_it()), "ok");
  store::TenantDb db(new_house.database, tenant);
  const auto there = *store::own_tenant(db);
  BOOST_TEST(to_text(there.overrides) == "max_users=7 +sql_access");
  BOOST_TEST(!there.terms.has("webhooks"));
  BOOST_TEST(in_new_house("SELECT used FROM tenant_usage") == 2);
  // A file proves no domain: it is asked for again.
  BOOST_TEST(!there.custom_domain.has_value());
  BOOST_TEST(there.wanted_domain.value_or("") == there.slug + ".example");
  BOOST_TEST(there.domain_token.size() == 32U);
  // It can be restored for the whole time again.
  BOOST_TEST((there.status == TenantStatus::canceled));
  BOOST_REQUIRE(there.canceled_at.has_value());
  BOOST_TEST((*there.canceled_at == new_house.clock.at));
}

BOOST_AUTO_TEST_CASE(no_secret_stands_in_the_file_in_the_clear) {
  BOOST_REQUIRE_EQUAL(word_of(export_it()), "ok");
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  for (const std::string word : {"argon2id", owner.email.c_str(), "clerk", "users"})
    BOOST_TEST(bytes.str().find(word) == std::string::npos, word);
}

BOOST_AUTO_TEST_CASE(what_is_there_is_refused_and_left_alone) {
  BOOST_REQUIRE_EQUAL(word_of(export_it()), "ok");
  BOOST_TEST(word_of(export_it()) == "VALIDATION_ERROR");  // the file
  BOOST_TEST(word_of(export_it(Secret("too short"))) == "VALIDATION_ERROR");
  const TenantId other = new_house.make_tenant(old_house.slug_of(tenant));
  BOOST_TEST(word_of(import_it()) == "SLUG_TAKEN");
  BOOST_TEST(nothing_came());
  BOOST_TEST(word_of(import_it("-no-slug")) == "SLUG_INVALID");
  const std::string slug = "moved-" + to_hex(new_house.random.bytes(6));
  BOOST_REQUIRE_EQUAL(word_of(import_it(slug)), "ok");
  const std::string whole = rows_of(new_house);
  BOOST_TEST(word_of(import_it("again-" + slug)) == "CONFLICT");
  BOOST_TEST(rows_of(new_house) == whole);
  auto ask = old_house.ask();
  BOOST_TEST(word_of(service::import_tenant(ask, old_house.platform(), file, "again-" + slug, passphrase)) ==
             "CONFLICT");
  BOOST_TEST(bool(other != tenant));
}

BOOST_AUTO_TEST_CASE(a_wrong_passphrase_or_a_damaged_file_brings_nothing) {
  BOOST_REQUIRE_EQUAL(word_of(export_it()), "ok");
  BOOST_TEST(word_of(import_it("", "", Secret("eight crates of lemons"))) == "VALIDATION_ERROR");
  BOOST_TEST(word_of(import_it("", folder / "nothing")) == "VALIDATION_ERROR");
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 20);
  BOOST_TEST(word_of(import_it()) == "VALIDATION_ERROR");
  BOOST_TEST(nothing_came());
}

BOOST_AUTO_TEST_CASE(a_hostile_file_gives_nobody_more_than_a_tenant_can_give) {
  BOOST_REQUIRE_EQUAL(word_of(export_it()), "ok");
  const auto b64 = [](const char* text) { return "\"" + to_base64url(text) + "\""; };
  const std::string hash =
      tests::words_of(old_house.owner(), "SELECT password_hash FROM users WHERE tenant_id = ?", {port::sql(tenant)})
          .at(0);
  auto dear = hash;
  dear.replace(dear.find("m=64"), 4, "m=4194304");
  for (const auto& [what, with] : std::vector<std::pair<std::string, std::string>>{
           {b64("owner"), b64("platform_admin")},
           {b64("owner"), b64("reseller")},
           {b64("owner"), b64("nobody-knows")},
           {"ship view_users", "ship manage_platform"},
           {"ship view_users", "ship impersonate"},
           {b64("clerk"), b64("owner")},
           {to_base64url(hash), to_base64url(dear)},
           {to_base64url(hash), to_base64url("plain")},
           {b64("password.min_length"), b64("database.owner_password")},
           {"\"20\"", "\"2\""},
           {owner.email, "Somebody Else <x@example.test>"},
           {"\"id\":\"" + tenant.text(), "\"id\":\"" + platform_tenant.text()},
           {"\"columns\":[", "\"columns\":[\"tenant_id\","},
           {"\"table\":\"users\"", "\"table\":\"signing_keys\""},
           {"\"table\":\"users\"", "\"table\":\"sessions\""},
           {"\"plan_type\":\"pro\"", "\"plan_type\":\"everything\""},
           {"\"doorward_tenant\":1", "\"doorward_tenant\":2"},
           {"\"end\":", "\"end\":1"},
           {"\"pwd", "\"pwx"}}) {
    BOOST_TEST(import_changed(what, with) == "VALIDATION_ERROR", what << " -> " << with);
    BOOST_TEST(nothing_came(), what);
  }
  auto all = lines();
  all.pop_back();
  BOOST_TEST(word_of(import_it("", forged(all))) == "VALIDATION_ERROR");
  all = lines();
  const auto user = std::find_if(all.begin(), all.end(),
                                 [&](const auto& line) { return line.find(owner.email) != std::string::npos; });
  BOOST_REQUIRE(user != all.end());
  all.insert(user, *user);
  all.back() = "{\"end\":" + std::to_string(std::stoll(all.back().substr(7)) + 1) + "}";
  BOOST_TEST(word_of(import_it("", forged(all))) == "VALIDATION_ERROR");
  BOOST_TEST(nothing_came());
  BOOST_TEST(import_changed("\"Ada\"", "\"Eva\"") ==
             "ok");  // what is harmless passes: the rest was refused for what it is
}

BOOST_AUTO_TEST_CASE(an_interrupted_import_lets_nobody_in_and_the_next_one_begins_anew) {
  BOOST_REQUIRE_EQUAL(word_of(export_it()), "ok");
  Tenant half = tests::read_tenant(old_house, tenant);
  store::begin_import(new_house.owner(), half, new_house.clock.now());
  const Time now = new_house.clock.now();
  new_house.owner().run("INSERT INTO roles (tenant_id, name, permissions, created_at) VALUES (?, 'clerk', '', ?)",
                        {port::sql(tenant), now});
  BOOST_TEST(log_in(new_house, owner) != "ok");
  BOOST_TEST(!new_house.database.tenant_by_slug(half.slug).has_value());
  auto ask = new_house.ask();
  BOOST_TEST(word_of(service::show_tenant(ask, new_house.platform(), tenant.text())) == "INVALID_TENANT");
  BOOST_REQUIRE_EQUAL(word_of(import_it()), "ok");
  BOOST_TEST(log_in(new_house, owner) == "ok");
}

BOOST_AUTO_TEST_CASE(a_broken_chain_does_not_leave_the_house) {
  old_house.owner().run("UPDATE events SET data = '[]' WHERE tenant_id = ? AND sequence = 2", {port::sql(tenant)});
  BOOST_TEST(word_of(export_it()) == "CONFLICT");
  BOOST_TEST(!std::filesystem::exists(file));
  BOOST_TEST(!std::filesystem::exists(file + ".part"));
}

BOOST_AUTO_TEST_CASE(many_people_move_in_pages) {
  auto& sql = old_house.owner();
  sql.run(
      "INSERT INTO users (tenant_id, id, email_key, email, role, tokens_not_before, created_at, updated_at) "
      "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 990) "
      "SELECT ?, UNHEX(LPAD(HEX(a.i * 1000 + b.i), 32, '0')), CONCAT('p', a.i, '-', b.i, '@example.test'), "
      "CONCAT('p', a.i, '-', b.i, '@example.test'), 'user', NOW(6), NOW(6), NOW(6) FROM n a, n b WHERE a.i < 4",
      {port::sql(tenant)});
  const auto out = export_it();
  BOOST_REQUIRE_EQUAL(word_of(out), "ok");
  BOOST_TEST(out->rows > 2970);
  BOOST_REQUIRE_EQUAL(word_of(import_it()), "ok");
  BOOST_TEST(in_new_house("SELECT COUNT(*) FROM users") == 2972);
}

BOOST_AUTO_TEST_SUITE_END()
