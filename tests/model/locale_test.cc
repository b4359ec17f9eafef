// Which language somebody reads.
#include "model/locale.hh"

#include "support/test.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(locale)

BOOST_AUTO_TEST_CASE(a_tag_finds_itself_or_its_language) {
  for (const char* tag : {"pt-BR", "PT-br", "pt", "pt-PT"}) BOOST_TEST(find_locale(tag)->tag == "pt-BR", tag);
  for (const char* tag : {"en-US", "en", "en-GB"}) BOOST_TEST(find_locale(tag)->tag == "en-US", tag);
  for (const char* tag : {"", "de", "ptx", "x-pt", "*"}) BOOST_TEST(!find_locale(tag), tag);
}

BOOST_AUTO_TEST_CASE(a_browser_gets_the_first_that_there_is) {
  BOOST_TEST(accepted_locale("de-DE, pt;q=0.8, en;q=0.5").tag == "pt-BR");
  BOOST_TEST(accepted_locale("en-GB,en;q=0.9,pt").tag == "en-US");
  for (const char* said : {"", "de", ",,;", "*;q=0.1", "\xFF"}) BOOST_TEST(accepted_locale(said).tag == "en-US", said);
}

BOOST_AUTO_TEST_SUITE_END()
