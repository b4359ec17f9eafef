// Words of columns and settings come back as what they were.
#include "model/role.hh"
#include "model/visitor.hh"
#include "support/test.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(word)

BOOST_AUTO_TEST_CASE(every_word_is_read_back) {
  for (const char* word : {"active", "inactive", "suspended", "locked", "invited"})
    BOOST_TEST(to_word(parse_user_status(word).value()) == word);
  for (const char* word : {"active", "suspended", "canceled"})
    BOOST_TEST(to_word(parse_tenant_status(word).value()) == word);
  for (const char* word : {"token", "cookie", "session"}) BOOST_TEST(to_word(parse_transport(word).value()) == word);
  for (const char* word : {"bearer", "session", "basic", "api_key", "cookie"})
    BOOST_TEST(to_word(parse_credential_kind(word).value()) == word);
}

BOOST_AUTO_TEST_CASE(other_words_are_none) {
  for (const char* word : {"", "Active", "active ", "none"}) {
    BOOST_TEST(!parse_user_status(word).has_value());
    BOOST_TEST(!parse_tenant_status(word).has_value());
    BOOST_TEST(!parse_transport(word).has_value());
    BOOST_TEST(!parse_credential_kind(word).has_value());
  }
}

BOOST_AUTO_TEST_SUITE_END()
