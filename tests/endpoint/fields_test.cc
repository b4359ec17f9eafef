// Typed reading of bodies: every defect is named, all at once.
#include "endpoint/fields.hh"

#include "base/text.hh"
#include "support/test.hh"

using namespace doorward;
using namespace doorward::endpoint;

namespace {

port::Json json(std::string_view text) {
  auto parsed = port::parse_json(text);
  BOOST_REQUIRE(parsed);
  return *parsed;
}

std::string wrong_fields(const Fields& fields) {
  const auto refusal = fields.refusal();
  if (!refusal) return "";
  BOOST_TEST((refusal->code == Code::VALIDATION_ERROR));
  std::vector<std::string> names;
  for (const auto& field : refusal->fields) {
    BOOST_TEST(!field.message.empty());
    names.push_back(field.field);
  }
  return join(names, " ");
}

std::string text_defect(std::string_view body) {
  const auto object = json(body);
  Fields fields(object);
  fields.text("a", 4);
  return wrong_fields(fields);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fields)

BOOST_AUTO_TEST_CASE(good_members_are_read) {
  const auto body = json(R"({"a":"x","s":" \u0001p ","o":{"b":"y"},"f":true,"w":"two"})");
  Fields fields(body);
  BOOST_TEST(fields.text("a", 4) == "x");
  BOOST_TEST(fields.secret("s", 10).reveal() == " \x01p ");
  auto inner = fields.object("o");
  BOOST_TEST(inner.text("b", 4) == "y");
  BOOST_TEST(fields.flag("f"));
  BOOST_TEST(!fields.flag("g"));
  BOOST_TEST(fields.word("w", {"one", "two"}) == "two");
  BOOST_TEST(fields.word("v", {"one", "two"}) == "one");
  BOOST_TEST(!fields.maybe_text("absent", 4).has_value());
  BOOST_TEST(wrong_fields(fields) == "");
}

BOOST_AUTO_TEST_CASE(a_text_is_a_string_that_is_there_not_empty_not_too_long_and_without_controls) {
  BOOST_TEST(text_defect(R"({"a":"abcd"})") == "");
  for (const char* body : {R"({})", R"({"a":null})", R"({"a":1})", R"({"a":true})", R"({"a":[]})", R"({"a":{}})",
                           R"({"a":1e99})", R"({"a":""})", R"({"a":"abcde"})", R"({"a":"a\nb"})", R"({"a":"\u007f"})"})
    BOOST_TEST(text_defect(body) == "a", body);
}

BOOST_AUTO_TEST_CASE(an_optional_text_may_be_absent_null_or_empty_and_nothing_else) {
  const auto body = json(R"({"a":"","b":null,"c":7,"d":"long"})");
  Fields fields(body);
  BOOST_TEST(fields.maybe_text("a", 3).value() == "");
  BOOST_TEST(!fields.maybe_text("b", 3).has_value());
  fields.maybe_text("c", 3);
  fields.maybe_text("d", 3);
  BOOST_TEST(wrong_fields(fields) == "c d");
}

BOOST_AUTO_TEST_CASE(names_have_dots_and_unknown_members_are_found_at_every_depth) {
  const auto body = json(R"({"user":{"email":5,"x":1},"y":2,"flag":"true","word":"three"})");
  Fields fields(body);
  auto user = fields.object("user");
  user.text("email", 10);
  user.secret("password", 10);
  fields.object("organization");
  fields.flag("flag");
  fields.word("word", {"one", "two"});
  BOOST_TEST(wrong_fields(fields) == "user.email user.password organization flag word y user.x");
}

BOOST_AUTO_TEST_CASE(what_should_be_an_object_and_is_not_is_named_once) {
  const auto body = json(R"({"user":"x"})");
  Fields fields(body);
  auto user = fields.object("user");
  BOOST_TEST(!user.maybe_text("email", 10).has_value());
  BOOST_TEST(wrong_fields(fields) == "user");
}

BOOST_AUTO_TEST_CASE(of_thousands_of_unknown_members_few_are_named) {
  port::Json body = port::Json::Object{};
  for (int i = 0; i < 5000; ++i) body.set("member " + std::to_string(i), 1);
  const auto refusal = Fields(body).refusal();
  BOOST_REQUIRE(refusal.has_value());
  BOOST_TEST(refusal->fields.size() == 32u);
}

BOOST_AUTO_TEST_CASE(an_unknown_name_cannot_break_out_of_the_answer) {
  const auto body = json(R"({"a\r\nX: y":1,")" + std::string(500, 'n') + R"(":1})");
  Fields fields(body);
  const auto refusal = fields.refusal();
  BOOST_REQUIRE(refusal.has_value());
  BOOST_TEST(refusal->fields.size() == 2u);
  for (const auto& field : refusal->fields) {
    BOOST_TEST(!has_control(field.field));
    BOOST_TEST(field.field.size() <= 64u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
