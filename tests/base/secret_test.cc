// Secrets leave no copy of themselves where they were.
#include "base/secret.hh"

#include <memory>
#include <new>

#include "support/test.hh"

using namespace doorward;

namespace {

/// Short enough to lie inside its object.
const std::string word = "short secret";

/// The object itself, whatever becomes of it.
template <class T>
std::string_view bytes_at(const T& place) {
  return {reinterpret_cast<const char*>(&place), sizeof place};
}

/// A move ends the text that it leaves with its first byte.
bool has_word(std::string_view bytes) { return bytes.find(word.substr(1)) != bytes.npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(secret)

BOOST_AUTO_TEST_CASE(whoever_was_moved_has_nothing_left) {
  Secret first(word), third("x");
  const auto where_first = bytes_at(first);
  BOOST_TEST_REQUIRE(has_word(where_first));
  Secret second(std::move(first));
  BOOST_TEST(!has_word(where_first));
  BOOST_TEST(second.reveal() == word);
  const auto where_second = bytes_at(second);
  third = std::move(second);
  BOOST_TEST(!has_word(where_second));
  BOOST_TEST(third.reveal() == word);
  second = Secret(std::string(100, 'y'));  // and can be given another one
  BOOST_TEST(second.reveal() == std::string(100, 'y'));
}

BOOST_AUTO_TEST_CASE(a_text_that_becomes_one_leaves_nothing_where_it_was) {
  std::string text = word;
  const auto where = bytes_at(text);
  BOOST_TEST_REQUIRE(has_word(where));
  const Secret made(std::move(text));
  BOOST_TEST(!has_word(where));
  BOOST_TEST(made.reveal() == word);
  BOOST_TEST(Secret(word).reveal() == word);  // whoever keeps his own does
}

BOOST_AUTO_TEST_CASE(whoever_died_or_was_overwritten_neither) {
  alignas(Secret) char room[sizeof(Secret)];
  auto* const one = new (room) Secret(word);
  std::destroy_at(one);
  BOOST_TEST(!has_word({room, sizeof room}));
  Secret other(word);
  const Secret less("x");
  other = less;
  BOOST_TEST(!has_word(bytes_at(other)));
}

BOOST_AUTO_TEST_CASE(the_same_bytes_are_the_same_secret) {
  BOOST_TEST(same_secret("", ""));
  BOOST_TEST(same_secret(word, std::string("short secret")));
  for (const char* another : {"", "short secre", "short secret ", "Short secret", "short secreT"})
    BOOST_TEST(!same_secret(word, another), another);
}

BOOST_AUTO_TEST_SUITE_END()
