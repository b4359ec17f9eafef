// JSON as RFC 8259 has it, and the strictness beyond it.
#include "port/json.hh"

#include <ctime>

using namespace doorward;
using namespace doorward::port;

namespace {

bool refused(const std::string& text, int depth = 32) {
  const auto answer = parse_json(text, depth);
  return !answer && answer.error().code == Code::MALFORMED_BODY;
}

std::string nested(int depth) { return std::string(std::size_t(depth), '[') + std::string(std::size_t(depth), ']'); }

}  // namespace

BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(kinds_of_values) {
  const auto json =
      parse_json(R"( {"a":[1,-2,3.5,true,false,null,"x\u00e9\ud83d\ude00\n"],"b":{},"c":9223372036854775807} )");
  BOOST_REQUIRE(json);
  const auto& items = *json->find("a")->array();
  BOOST_TEST(*items[0].integer() == 1);
  BOOST_TEST(*items[1].integer() == -2);
  BOOST_TEST(*items[2].real() == 3.5);
  BOOST_TEST(*items[3].flag());
  BOOST_TEST(!*items[4].flag());
  BOOST_TEST(items[5].null());
  BOOST_TEST(*items[6].string() == "xé😀\n");
  BOOST_TEST(json->find("b")->object()->empty());
  BOOST_TEST(*json->find("c")->integer() == INT64_MAX);
  BOOST_TEST(json->find("d") == nullptr);
  BOOST_TEST(items[0].find("a") == nullptr);
  BOOST_TEST(items[0].string() == nullptr);
}

BOOST_AUTO_TEST_CASE(there_and_back) {
  for (const char* text : {"null", "true", "-1", "1.5", "\"\"", "[]", "{}", R"({"b":1,"a":[{"x":null}],"":2})",
                           R"("\"\\\b\f\n\r\t\u001f")", "9223372036854775807", "-9223372036854775808", "\"é😀\""}) {
    const auto json = parse_json(text);
    BOOST_REQUIRE(json);
    BOOST_TEST(dump_json(*json) == text);
  }
  BOOST_TEST(dump_json("\xC3(") == "\"\xEF\xBF\xBD(\"");  // invalid UTF-8 never leaves
}

BOOST_AUTO_TEST_CASE(numbers_at_the_edge) {
  BOOST_TEST(*parse_json("9223372036854775808")->real() == 9223372036854775808.0);
  BOOST_TEST(*parse_json("18446744073709551616")->real() == 18446744073709551616.0);
  BOOST_TEST(*parse_json("-9223372036854775809")->real() == -9223372036854775808.0);
  BOOST_TEST(*parse_json("-0")->integer() == 0);
  BOOST_TEST(*parse_json("1E2")->real() == 100.0);
  for (const char* text : {"1e309", "-1e309", "1e99999999999", "NaN", "Infinity", "0x1", "01", "+1", ".5", "5.", "1e"})
    BOOST_TEST(refused(text), text);
  BOOST_TEST(refused(std::string(100000, '9')));  // beyond a double
}

BOOST_AUTO_TEST_CASE(strictness) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "}",
                           "[1,]",
                           "[,1]",
                           "{\"a\":1,}",
                           "{\"a\"}",
                           "{a:1}",
                           "{'a':1}",
                           "{1:1}",
                           "[1 2]",
                           "1 2",
                           "{}x",
                           "// a\n1",
                           "/* a */1",
                           "\"\t\"",
                           "\"\n\"",
                           "\"\\x41\"",
                           "\"\\u12\"",
                           "\"\\ud800\"",
                           "\"\\udc00\"",
                           "\"\\ud800\\u0041\"",
                           "\"\xFF\"",
                           "\"\xC0\x80\"",
                           "\"\xED\xA0\x80\"",
                           "\"\xF5\x80\x80\x80\"",
                           "\xEF\xBB\xBF{}",
                           "\xEF\xBB\xBF",
                           "tru",
                           "TRUE",
                           "nul",
                           "\"",
                           "\"\\",
                           "\xC2\xA0{}",
                           "\f1",
                           "{\"a\":1,\"a\":1}",
                           "{\"a\":1,\"\\u0061\":2}",
                           "[{\"x\":{\"y\":1,\"y\":1}}]",
                           "\"\\u0000\"",
                           "{\"a\\u0000\":1}",
                           "{\"\":1,\"\":2}"})
    BOOST_TEST(refused(text), text);
  BOOST_TEST(refused(std::string("1\0", 2)));
  BOOST_TEST(refused(std::string("\"a\0\"", 4)));
  BOOST_TEST(refused(std::string("\0", 1)));
  // The same name in different objects, and names that only look alike, are fine.
  BOOST_TEST(bool(parse_json("{\"a\":{\"a\":1},\"A\":1,\"\xC3\xA9\":1,\"e\xCC\x81\":1}")));
}

BOOST_AUTO_TEST_CASE(depth) {
  BOOST_TEST(bool(parse_json(nested(32))));
  BOOST_TEST(refused(nested(33)));
  BOOST_TEST(refused(nested(10000)));
  BOOST_TEST(refused(std::string(1 << 20, '[')));
  BOOST_TEST(refused("{\"a\":[[1]]}", 2));
  BOOST_TEST(bool(parse_json("{\"a\":[1]}", 2)));
  BOOST_TEST(bool(parse_json("1", 0)));
  BOOST_TEST(refused("[]", 0));
}

/// Processor time of reading, refusing and writing so many members.
std::clock_t work_of(int members) {
  std::string text = "{\"n\":0";
  for (int i = 0; i < members; ++i) text += ",\"m" + std::to_string(i) + "\":0";
  const auto start = std::clock();
  BOOST_TEST(refused(text + ",\"n\":1}"));
  const auto json = parse_json(text + "}");
  BOOST_REQUIRE(bool(json));
  BOOST_TEST(dump_json(*json).size() == text.size() + 1);
  return std::clock() - start;
}

BOOST_AUTO_TEST_CASE(many_members_take_no_quadratic_time) {
  BOOST_TEST(work_of(80000) < 40 * work_of(10000));  // 64 times and more where each is compared with each
}

BOOST_AUTO_TEST_CASE(building) {
  Json json;
  json.set("b", 1).set("a", Json::strings({"x", "y"})).set("b", "two").set("f", 0.5).set("n", nullptr).set("t", true);
  BOOST_TEST(dump_json(json) == R"({"b":"two","a":["x","y"],"f":0.5,"n":null,"t":true})");
  BOOST_TEST(dump_json(std::int64_t{1} << 53) == "9007199254740992");
}

BOOST_AUTO_TEST_SUITE_END()
