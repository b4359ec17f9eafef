// The password rule: form, length in characters, score, own words.
#include "model/password_rule.hh"

using namespace doorward;

namespace {

const std::vector<std::string> words = own_words({"Jens.Schmidt@acme.example", "Jens", "Acme Corporation", "acme"});

std::size_t reasons(const std::string& password, int score, PasswordRule rule = {}) {
  const auto answer = check_new_password("user.password", Secret(password), score, words, rule);
  if (answer) return 0;
  BOOST_TEST((answer.error().code == Code::WEAK_PASSWORD));
  for (const auto& reason : answer.error().fields) {
    BOOST_TEST(reason.field == "user.password");
    BOOST_TEST(reason.message.find(password) == std::string::npos);
  }
  return answer.error().fields.size();
}

bool good_form(const std::string& password) {
  const auto answer = check_password_form("password", Secret(password));
  if (!answer) BOOST_TEST((answer.error().code == Code::VALIDATION_ERROR));
  return bool(answer);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(password_rule)

BOOST_AUTO_TEST_CASE(form) {
  BOOST_TEST(good_form("x"));
  BOOST_TEST(good_form(std::string(1024, 'x')));
  BOOST_TEST(good_form(" blanks\tand\nlines 🦉 "));
  BOOST_TEST(!good_form(""));
  BOOST_TEST(!good_form(std::string(1025, 'x')));
  BOOST_TEST(!good_form(std::string("a\0b", 3)));
  BOOST_TEST(!good_form("\xC3"));
  BOOST_TEST(!good_form("\xED\xA0\x80"));
}

BOOST_AUTO_TEST_CASE(length_counts_characters) {
  BOOST_TEST(reasons("owl lamp river", 4) == 1U);   // 14
  BOOST_TEST(reasons("owl lamp rivers", 4) == 0U);  // 15
  BOOST_TEST(reasons("ёжикёжикёжикёжи", 4) == 0U);  // 15, in 30 bytes
  BOOST_TEST(reasons("ёжикёжикёжикёж", 4) == 1U);
  BOOST_TEST(reasons("🦉🦉🦉🦉🦉🦉🦉", 4, {8, 3}) == 2U);  // seven
  BOOST_TEST(reasons("🦉🦉🦉🦉🦉🦉🦉🦉", 4, {8, 3}) == 0U);
}

BOOST_AUTO_TEST_CASE(score_counts) {
  BOOST_TEST(reasons("owl lamp rivers", 2) == 1U);
  BOOST_TEST(reasons("owl lamp rivers", 2, {15, 2}) == 0U);
  BOOST_TEST(reasons("owl lamp", 0) == 2U);
}

BOOST_AUTO_TEST_CASE(own_words_count_for_nothing) {
  for (const char* password :
       {"jens.schmidt@acme.example", "JENS.SCHMIDT@ACME.EXAMPLE", "AcmeAcmeAcmeAcme", "acme-corporation-2024",
        "Jens Schmidt 1974!", "schmidtjensschmidtjens", "corporation1234567"})
    BOOST_TEST(reasons(password, 4) == 1U, password);
  BOOST_TEST(reasons("acme river lantern owl", 4) == 0U);
}

BOOST_AUTO_TEST_CASE(words_of_texts) {
  const std::vector<std::string> wanted{"jens.schmidt@acme.example", "jens",       "schmidt", "acme", "example",
                                        "acme corporation",          "corporation"};
  BOOST_TEST(words == wanted, boost::test_tools::per_element());
  BOOST_TEST(
      own_words({"", "a", "Jo", "--", "Zoë O'Brien"}) == (std::vector<std::string>{"zoë o'brien", "zoë", "brien"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(removing_words_comes_to_an_end) {
  std::string nested;
  for (int i = 0; i < 100; ++i) nested = "ac" + nested + "me";
  BOOST_TEST(reasons(nested, 4) == 1U);  // "acme" within "acme" within …
}

BOOST_AUTO_TEST_SUITE_END()
