// Finding people among many reads a range of one index, and of it no more than the page.
#include "store/people.hh"

#include "base/encode.hh"
#include "base/text.hh"
#include "store/user_words.hh"
#include "store/users.hh"
#include "support/catalogue.hh"
#include "support/rows_read.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

namespace {

User person(World& world, TenantId tenant, const std::string& email, const std::string& first,
            const std::string& last) {
  User user;
  user.id = UserId(world.random.id(world.clock.now()));
  user.tenant = tenant;
  user.email = user.email_key = email;
  user.first_name = first;
  user.last_name = last;
  user.role = "user";
  user.created_at = user.updated_at = world.clock.now();
  return user;
}

/// 20,000 people and their words, so many at once as every vendor's recursion goes deep.
void fill(World& world, TenantId tenant) {
  constexpr int all = 20'000, at_once = 1000;
  const std::string t = "UNHEX('" + to_hex(tenant.raw()) + "')",
                    id = "LEFT(UNHEX(SHA2(CONCAT('" + to_hex(tenant.raw()) + "', seq), 256)), 16)",
                    email = "CONCAT('p', seq, '@example.test')", now = "UTC_TIMESTAMP(6)",
                    numbers =
                        " FROM (WITH RECURSIVE n AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 999) "
                        "SELECT @first + i AS seq FROM n) numbers",
                    people =
                        "INSERT INTO users (tenant_id, id, email_key, email, role, status, tokens_not_before, "
                        "created_at, updated_at) SELECT " +
                        join({t, id, email, "'', 'user', 'active'", now, now, now}, ", ") + numbers,
                    words = "INSERT INTO user_words (tenant_id, word, user_id) SELECT " + join({t, email, id}, ", ") +
                            numbers;
  for (int first = 1; first <= all; first += at_once) {
    world.owner().run("SET @first = ?", {std::int64_t(first)});
    world.owner().execute(people);
    world.owner().execute(words);
  }
  for (const char* table : {"users", "user_words"})
    world.owner().each("ANALYZE TABLE " + std::string(table), {}, [](const auto&) {});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(people)

BOOST_AUTO_TEST_CASE(a_page_reads_what_it_shows_among_twenty_thousand) {
  World world;
  const auto tenant = world.make_tenant();
  fill(world, tenant);
  store::TenantDb db(world.database, tenant);
  db.run("UPDATE t_users SET status = 'suspended' WHERE email_key LIKE 'p7777%'");
  store::page_of_people(db, {}, UserId(), 1);  // connected, prepared
  for (const bool with_status : {false, true})
    for (const bool with_role : {false, true}) {
      store::PeopleFilter filter;
      if (with_status) filter.status = UserStatus::suspended;
      if (with_role) filter.role = "user";
      std::size_t found = 0;
      const auto read =
          rows_read_by(world.database.mysql(), [&] { found = store::page_of_people(db, filter, UserId(), 51).size(); });
      BOOST_TEST(found == (with_status ? 1u : 51u));
      BOOST_TEST(read > 0);
      BOOST_TEST(read < 400, "status " << with_status << " role " << with_role << " read " << read);
    }
  for (const char* beginning : {"p", "p77", "p19999@"}) {
    std::size_t found = 0;
    const auto read = rows_read_by(world.database.mysql(),
                                   [&] { found = store::page_of_hits(db, beginning, std::nullopt, 51).size(); });
    BOOST_TEST(found > 0u);
    BOOST_TEST(read > 0);
    BOOST_TEST(read < 400, beginning << " read " << read);
  }
}

BOOST_AUTO_TEST_CASE(words_are_kept_with_every_change) {
  World world;
  const auto tenant = world.make_tenant();
  store::TenantDb db(world.database, tenant);
  auto user = person(world, tenant, "ada.lovelace@example.test", "Ada", "King-Noël");
  const auto words = [&] {
    std::string all;
    db.each("SELECT word FROM t_user_words WHERE user_id = ? ORDER BY word", {port::sql(user.id)},
            [&](const port::SqlRow& row) { all += row.text(0) + " "; });
    return all;
  };
  store::insert_user(db, user, store::EmailSource::admin, 0);
  BOOST_TEST(words() == "ada ada.lovelace@example.test example king lovelace noël test ");
  user.last_name = "Byron";
  store::update_profile(db, user);
  BOOST_TEST(words() == "ada ada.lovelace@example.test byron example lovelace test ");
  user.email = user.email_key = "a@b.test";
  store::set_address(db, user, world.clock.now());
  BOOST_TEST(words() == "a a@b.test ada b byron test ");
  BOOST_TEST(store::delete_person(db, user.id, world.clock.now()));
  BOOST_TEST(!store::delete_person(db, user.id, world.clock.now()));
  BOOST_TEST(words() == "");
}

BOOST_AUTO_TEST_CASE(words_have_one_form_and_an_end) {
  BOOST_TEST(store::words_in("O'Brien-MÜLLER") == (std::vector<std::string>{"o", "brien", "müller"}),
             boost::test_tools::per_element());
  BOOST_TEST(store::words_in("ADA@Example.TEST") == (std::vector<std::string>{"ada@example.test"}),
             boost::test_tools::per_element());
  BOOST_TEST(store::words_in("...").empty());
  World world;
  std::string name;
  for (int i = 0; i < 45; ++i) name += "n" + std::to_string(i) + " ";
  auto user = person(world, TenantId(), std::string(64, 'l') + "@example.test", name, std::string(99, 'x'));
  const auto words = store::words_of(user);
  BOOST_TEST(words.size() <= 24u);
  for (const auto& word : words) BOOST_TEST(word.size() <= store::word_max);
  BOOST_TEST(store::is_found(user, {std::string(64, 'l')}));
  BOOST_TEST(!store::is_found(user, {"zz"}));
}

BOOST_AUTO_TEST_SUITE_END()
