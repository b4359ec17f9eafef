// Which short names a tenant may have.
#include "support/test.hh"

#include "model/slug.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(slug)

BOOST_AUTO_TEST_CASE(labels_of_small_letters_digits_and_single_hyphens_pass) {
  for (const char* good : {"acme", "a-b", "123", "a1-b2-c3", "globex"}) BOOST_TEST(!slug_fault(good, {}), good);
  BOOST_TEST(!slug_fault(std::string(63, 'a'), {}));
}

BOOST_AUTO_TEST_CASE(other_forms_do_not) {
  for (const char* bad : {"", "ab", "-ab", "ab-", "a--b", "xn--mnchen-3ya", "Acme", "a_b", "a.b", "a b", "acme\n",
                          "m\xC3\xBCnchen", "0190a8f0-0000-7000-8000-000000000001"})
    BOOST_TEST(bool(slug_fault(bad, {}) == Code::SLUG_INVALID), bad);
  BOOST_TEST(bool(slug_fault(std::string(64, 'a'), {}) == Code::SLUG_INVALID));
  BOOST_TEST(bool(slug_fault(std::string("ac\0me", 5), {}) == Code::SLUG_INVALID));
}

BOOST_AUTO_TEST_CASE(reserved_names_are_refused_as_such) {
  for (const char* word : {"www", "admin", "platform", "auth", "no-reply", "me"})
    BOOST_TEST(bool(slug_fault(word, {}) == Code::SLUG_RESERVED), word);
  BOOST_TEST(bool(slug_fault("acme", {"acme"}) == Code::SLUG_RESERVED));
  BOOST_TEST(!slug_fault("acme", {"acm"}));
}

BOOST_AUTO_TEST_SUITE_END()
