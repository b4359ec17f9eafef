// Forms as browsers write them, and everything else.
#include "port/form_body.hh"

using namespace doorward;
using namespace doorward::port;

namespace {

const std::string plain = "application/x-www-form-urlencoded", multi = "multipart/form-data; boundary=XX";

std::string part(const std::string& name, const std::string& value) {
  return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

void refused(const std::string& type, const std::string& body, Code code) {
  const auto answer = parse_form(type, body);
  BOOST_TEST(!answer, type << " | " << body.substr(0, 100));
  if (!answer) BOOST_TEST(row_of(answer.error().code).name == row_of(code).name, type << " | " << body.substr(0, 100));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(form_body)

BOOST_AUTO_TEST_CASE(urlencoded_as_browsers_write_it) {
  const auto form = parse_form("Application/X-WWW-Form-Urlencoded; charset=UTF-8",
                               "email=zo%C3%AB%40example.org&password=a+b%2Bc%26d%3De%3B&empty=&a%3Db=%3D&x==");
  BOOST_REQUIRE(form);
  const FormFields wanted{
      {"email", "zoë@example.org"}, {"password", "a b+c&d=e;"}, {"empty", ""}, {"a=b", "="}, {"x", "="}};
  BOOST_TEST((*form == wanted));
  const auto none = parse_form(plain, "");
  BOOST_REQUIRE(none);
  BOOST_TEST(none->empty());
}

BOOST_AUTO_TEST_CASE(every_byte_survives_urlencoding) {
  for (int byte = 1; byte < 128; ++byte) {
    constexpr std::string_view hex = "0123456789abcdef";
    const std::string body = std::string("v=%") + hex[std::size_t(byte) / 16] + hex[std::size_t(byte) % 16];
    const auto form = parse_form(plain, body);
    BOOST_REQUIRE(form);
    BOOST_TEST(form->front().second == std::string(1, char(byte)));
  }
}

BOOST_AUTO_TEST_CASE(broken_urlencoded) {
  for (const char* body : {"a",     "&",     "a=1&",  "&a=1",        "a=1&&b=2",   "=1",      "a=%",       "a=%4",
                           "a=%zz", "a=%-1", "%=1",   "a=1 ",        "a=1;b=2",    "a=1&a=2", "a=1&%61=2", "a=%00",
                           "%00=1", "a=%ff", "a=%C3", "a=%ED%A0%80", "a=\xC3\xAB", "a=1\r\n", "a%0A=1",    "a=\x7F"})
    refused(plain, body, Code::MALFORMED_BODY);
  refused(plain, std::string("a=1\0", 4), Code::MALFORMED_BODY);
}

BOOST_AUTO_TEST_CASE(sizes_of_forms) {
  std::string many, too_many;
  for (int i = 0; i < 64; ++i) many += (i == 0 ? "f" : "&f") + std::to_string(i) + "=1";
  BOOST_TEST(bool(parse_form(plain, many)));
  refused(plain, many + "&last=1", Code::PAYLOAD_TOO_LARGE);
  BOOST_TEST(bool(parse_form(plain, "a=" + std::string(65534, 'x'))));
  refused(plain, "a=" + std::string(65535, 'x'), Code::PAYLOAD_TOO_LARGE);
  BOOST_TEST(!parse_form(plain, "a=xyz", 4));
}

BOOST_AUTO_TEST_CASE(multipart_as_browsers_write_it) {
  const auto form =
      parse_form("Multipart/Form-Data; Boundary=XX",
                 part("email", "zoë@example.org") + part("text", "a\r\n--X\r\n%41&b=c") + part("e", "") + "--XX--\r\n");
  BOOST_REQUIRE(form);
  const FormFields wanted{{"email", "zoë@example.org"}, {"text", "a\r\n--X\r\n%41&b=c"}, {"e", ""}};
  BOOST_TEST((*form == wanted));
}

BOOST_AUTO_TEST_CASE(broken_multipart) {
  const std::string good = part("a", "1"), end = "--XX--\r\n";
  for (const std::string& body :
       {good, good + "--XX--", "junk\r\n" + good + end, good + end + "junk", good + good + end,
        part("a", std::string("\0", 1)) + end, part("a", "\xFF") + end, part("", "1") + end,
        part("a\"; x=\"y", "1") + end, part("a\r\nX: y", "1") + end, part("a", "x\r\n--XXy") + end,
        part("a", "--XX") + end, good + part("b", "--XX--") + end,
        std::string("--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n") + end,
        std::string("--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n") + end,
        std::string("--XX\nContent-Disposition: form-data; name=\"a\"\n\n1\n--XX--\n"),
        std::string("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n"), std::string("--XX\r\n"),
        std::string("--XX")})
    refused(multi, body, Code::MALFORMED_BODY);
}

BOOST_AUTO_TEST_CASE(files_and_other_types_are_not_taken) {
  refused(multi,
          "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\nContent-Type: "
          "text/plain\r\n\r\n1\r\n--XX--\r\n",
          Code::UNSUPPORTED_MEDIA_TYPE);
  for (const char* type :
       {"", "text/plain", "application/json", "multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"XX\"", "multipart/form-data; boundary=X X",
        "multipart/form-data; charset=x; boundary=XX", "multipart/form-data; boundary=XX; boundary=YY",
        "multipart/mixed; boundary=XX", "application/x-www-form-urlencodedx",
        "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890"})
    refused(type, part("a", "1") + "--XX--\r\n", Code::UNSUPPORTED_MEDIA_TYPE);
}

BOOST_AUTO_TEST_SUITE_END()
