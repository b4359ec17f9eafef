// The code beside a link, as it is made, shown and typed.
#include "model/one_time_code.hh"

#include <set>

#include "base/error.hh"
#include "support/test.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(one_time_code)

BOOST_AUTO_TEST_CASE(every_byte_gives_one_of_32_symbols_and_each_as_often) {
  std::map<char, int> seen;
  for (int byte = 0; byte < 256; ++byte)
    for (const char c : make_one_time_code(std::string(8, char(byte)))) ++seen[c];
  BOOST_TEST(seen.size() == 32U);
  for (const auto& [symbol, often] : seen) BOOST_TEST(often == 64, symbol);
  for (const char looks_alike : {'0', 'O', '1', 'I'}) BOOST_TEST(seen.count(looks_alike) == 0U);
  BOOST_CHECK_THROW(make_one_time_code("short"), Failure);
}

BOOST_AUTO_TEST_CASE(what_is_shown_is_read_however_it_is_typed) {
  const std::string code = make_one_time_code(std::string("\x00\x01\x09\x1f\x20\x7f\x80\xff", 8));
  BOOST_TEST(shown_code(code).size() == 9U);
  BOOST_TEST(*parse_one_time_code(shown_code(code)) == code);
  BOOST_TEST(*parse_one_time_code("abcd-efgh") == "ABCDEFGH");
  BOOST_TEST(*parse_one_time_code("  ab cd ef gh ") == "ABCDEFGH");
}

BOOST_AUTO_TEST_CASE(anything_else_is_no_code) {
  for (const char* typed :
       {"", "ABCDEFG", "ABCDEFGHJ", "ABCDEFG0", "ABCDEFG1", "ABCDEFGO", "ABCDEFG\n", "ABCDEFG\xC3\x84"})
    BOOST_TEST(!parse_one_time_code(typed), typed);
  BOOST_TEST(!parse_one_time_code(std::string("ABCDEFGH\0", 9)));
}

BOOST_AUTO_TEST_SUITE_END()
