// Names that look or collate alike: one account if and only if the canonical bytes are the same.
#include "base/encode.hh"
#include "base/text.hh"
#include "port/unicode.hh"
#include "service/accounts.hh"
#include "support/at_once.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/vectors.hh"

using namespace doorward;
using ::tests::word_of;
using ::tests::World;

namespace {

const std::string password = "violet tractors hum at midnight";

struct Desk {
  World world{ConfigWords{{"lockout.delay", "0s"}, {"password.argon2_memory_kib", "8"}}};

  std::string enroll(TenantId tenant, const std::string& email, const std::string& with) {
    auto ask = world.ask();
    return word_of(service::register_user(ask, tenant, {email, Secret(with), "", ""}, Transport::session));
  }
  std::string log_in(TenantId tenant, const std::string& email, const std::string& with) {
    auto ask = world.ask();
    return word_of(service::log_in(ask, tenant, {email, Secret(with), "", "", Transport::session}));
  }

  /// Both names try for an account, each with a password of its own.
  void hold_apart(const std::string& first, const std::string& second) {
    const auto one = port::parse_email(first), two = port::parse_email(second);
    if (!one) return;
    const TenantId tenant = world.make_tenant();
    BOOST_TEST_CONTEXT(to_hex(first) << " and " << to_hex(second)) {
      BOOST_REQUIRE_EQUAL(enroll(tenant, first, password), "ok");
      const bool same = two && one->key == two->key;
      BOOST_TEST(enroll(tenant, second, password + " too") == (!two   ? "VALIDATION_ERROR"
                                                               : same ? "USER_EXISTS"
                                                                      : "ok"));
      BOOST_TEST(log_in(tenant, second, password) == (!two ? "VALIDATION_ERROR" : same ? "ok" : "INVALID_CREDENTIALS"));
      BOOST_TEST(::tests::number(world, tenant, "SELECT COUNT(*) FROM t_users") == (two && !same ? 2 : 1));
    }
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(look_alikes)

BOOST_AUTO_TEST_CASE(pairs_that_collations_take_for_equal) {
  Desk desk;
  const std::string name = "alice@example.com";
  for (const char* other : {"\xC3\xA1lice@example.com",  // a with acute
                            "al\xC4\xB1"
                            "ce@example.com",            // dotless i
                            "\xD0\xB0lice@example.com",  // Cyrillic a
                            "ali\xE2\x80\x8B"
                            "ce@example.com",  // zero-width space
                            "ali\xC2\xAD"
                            "ce@example.com",                // soft hyphen
                            "\xEF\xBD\x81lice@example.com",  // full-width a
                            "ALICE@EXAMPLE.COM", "alice@example.com ", "alice@example.co", "alice@ex\xC3\xA4mple.com"})
    desk.hold_apart(name, other);
  desk.hold_apart(
      "stra\xC3\x9F"
      "e@example.com",
      "strasse@example.com");
  desk.hold_apart("jos\xC3\xA9@example.com", "jose\xCC\x81@example.com");
}

BOOST_AUTO_TEST_CASE(published_pairs, *boost::unit_test::precondition(doorward::tests::with_vectors)) {
  Desk desk;
  const auto file = doorward::tests::vector_json("email/mariadb_collation_pairs.json");
  const auto& pairs = *doorward::tests::at(file, "pairs").array();
  BOOST_REQUIRE(pairs.size() > 5);
  for (const auto& pair : pairs)
    desk.hold_apart(*from_hex(doorward::tests::text_at(pair, "a_utf8_hex")),
                    *from_hex(doorward::tests::text_at(pair, "b_utf8_hex")));
}

BOOST_AUTO_TEST_CASE(published_confusables_never_reach_the_account_of_another,
                     *boost::unit_test::precondition(doorward::tests::with_vectors)) {
  Desk desk;
  const auto file = doorward::tests::vector_json("unicode/confusables_to_ascii.json");
  const TenantId tenant = desk.world.make_tenant();
  BOOST_REQUIRE_EQUAL(desk.enroll(tenant, "root@example.com", password), "ok");
  const std::string key = port::parse_email("root@example.com")->key;
  int tried = 0;
  for (const auto& one : *file.array()) {
    const std::string& looks = doorward::tests::text_at(one, "looks_like");
    for (std::size_t at = 0; looks.size() == 1 && at < 4; ++at) {
      if (std::string("root")[at] != looks[0]) continue;
      const std::string email =
          std::string("root").replace(at, 1, doorward::tests::text_at(one, "src")) + "@example.com";
      const auto parsed = port::parse_email(email);
      if (parsed && parsed->key == key) continue;  // by its canonical form the very same name
      ++tried;
      BOOST_TEST(desk.log_in(tenant, email, password) == (parsed ? "INVALID_CREDENTIALS" : "VALIDATION_ERROR"));
    }
  }
  BOOST_TEST(tried > 20);
}

BOOST_AUTO_TEST_CASE(naughty_strings_as_names_break_nothing,
                     *boost::unit_test::precondition(doorward::tests::with_vectors)) {
  Desk desk;
  const TenantId tenant = desk.world.make_tenant();
  const auto file = doorward::tests::vector_json("unicode/blns.json");
  for (const auto& one : *file.array()) {
    const auto parsed = port::parse_email(*one.string());
    BOOST_TEST(desk.log_in(tenant, *one.string(), password) == (parsed ? "INVALID_CREDENTIALS" : "VALIDATION_ERROR"));
    auto ask = desk.world.ask();
    const auto made = service::register_user(
        ask, desk.world.make_tenant(), {"a@example.com", Secret(password), *one.string(), ""}, Transport::session);
    if (made)
      BOOST_TEST(made->entered->user.first_name == port::nfc(trim(*one.string())));
    else
      BOOST_TEST(bool(made.error().code == Code::VALIDATION_ERROR));
  }
}

BOOST_AUTO_TEST_SUITE_END()
