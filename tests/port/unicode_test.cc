// Canonical names: one address, one key; what folds into another shape is refused.
#include "port/unicode.hh"

#include "base/error.hh"

using namespace doorward;
using namespace doorward::port;

namespace {

std::string key(const std::string& text) {
  const auto email = parse_email(text);
  return email ? email->key : "refused";
}

std::string host(const std::string& text) { return ascii_host(text).value_or("refused"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(unicode)

BOOST_AUTO_TEST_CASE(normal_forms) {
  BOOST_TEST(nfc("e\xCC\x81") == "é");
  BOOST_TEST(nfc("plain") == "plain");
  BOOST_TEST(nfc("") == "");
  BOOST_TEST(nfc("\xE2\x84\xAB") == "Å");  // ANGSTROM SIGN
  BOOST_TEST(nfkc_casefold("ＡＢＣ ﬁ Ⅷ Straße") == "abc fi viii strasse");
  BOOST_TEST(nfkc_casefold("ΣΑΣ") == nfkc_casefold("σας"));
  BOOST_TEST(nfkc_casefold("I") == "i");  // no Turkish rules
  BOOST_TEST(code_points("") == 0U);
  BOOST_TEST(code_points("aé😀") == 3U);
  BOOST_CHECK_THROW(nfc("\xFF"), Failure);
  BOOST_CHECK_THROW(nfkc_casefold("\xED\xA0\x80"), Failure);
}

BOOST_AUTO_TEST_CASE(addresses_and_their_keys) {
  const auto email = parse_email("  Zoe\xCC\x88.O'Brien+Tag@MÜNCHEN.Example \t");
  BOOST_REQUIRE(email);
  BOOST_TEST(email->shown == "Zoë.O'Brien+Tag@MÜNCHEN.Example");
  BOOST_TEST(email->key == "zoë.o'brien+tag@xn--mnchen-3ya.example");
  BOOST_TEST(key("a@localhost") == "a@localhost");
  BOOST_TEST(key("A@XN--MNCHEN-3YA.EXAMPLE") == "a@xn--mnchen-3ya.example");
  BOOST_TEST(key("!#$%&'*+/=?^_`{|}~-@a.b") == "!#$%&'*+/=?^_`{|}~-@a.b");
  BOOST_TEST(key("ＵＳＥＲ@example.org") == "user@example.org");
  BOOST_TEST(key("straße@example.org") == "strasse@example.org");
  BOOST_TEST(key("用户@例え.jp") == "用户@xn--r8jz45g.jp");
  BOOST_TEST(key("a@r3---sn-x.example.org") == "a@r3---sn-x.example.org");
}

BOOST_AUTO_TEST_CASE(canonical_twice_is_canonical) {
  for (const char* text : {"Zoë@example.org", "ẞ@Example.org", "ﬃ@example.org", "ΰ@example.org", "İ@example.org",
                           "ŉ@example.org", "ⅷ@example.org", "a@faß.de", "ᾳ@example.org", "한글@example.kr"}) {
    const auto once = parse_email(text);
    BOOST_REQUIRE(once);
    const auto twice = parse_email(once->key);
    BOOST_REQUIRE(twice);
    BOOST_TEST(twice->key == once->key);
    BOOST_TEST(twice->shown == once->key);
  }
}

BOOST_AUTO_TEST_CASE(every_code_point_has_one_key_or_none) {
  int taken = 0;
  for (unsigned point = 0x80; point < 0x20000; ++point) {
    std::string text = "a";
    if (point < 0x800) {
      text += char(0xC0 | point >> 6);
    } else if (point < 0x10000) {
      text += char(0xE0 | point >> 12);
      text += char(0x80 | (point >> 6 & 63U));
    } else {
      text += char(0xF0 | point >> 18);
      text += char(0x80 | (point >> 12 & 63U));
      text += char(0x80 | (point >> 6 & 63U));
    }
    text += char(0x80 | (point & 63U));
    const auto once = parse_email(text + "b@example.org");
    if (!once) continue;
    ++taken;
    const auto twice = parse_email(once->key), shown = parse_email(once->shown);
    if (!twice || twice->key != once->key || !shown || shown->key != once->key || once->key == "ab@example.org")
      BOOST_TEST(false, "U+" << std::hex << point);
  }
  BOOST_TEST(taken > 50000);
}

const std::vector<std::string> no_addresses = {std::string(),
                                               std::string("@"),
                                               std::string("a"),
                                               std::string("a@"),
                                               std::string("@b.c"),
                                               std::string("a@b"),
                                               std::string("a@b@c.de"),
                                               std::string("a b@c.de"),
                                               std::string("a@b .de"),
                                               std::string(".a@b.de"),
                                               std::string("a.@b.de"),
                                               std::string("a..b@b.de"),
                                               std::string("a@.b.de"),
                                               std::string("a@b.de."),
                                               std::string("a@b..de"),
                                               std::string("a@-b.de"),
                                               std::string("a@b-.de"),
                                               std::string("a@b_c.de"),
                                               std::string("\"a\"@b.de"),
                                               std::string("a(x)@b.de"),
                                               std::string("<a@b.de>"),
                                               std::string("a@[127.0.0.1]"),
                                               std::string("a@127.0.0.1"),
                                               std::string("a@b.123"),
                                               std::string("a,b@c.de"),
                                               std::string("a;b@c.de"),
                                               std::string("a:b@c.de"),
                                               std::string("a\\@b.de"),
                                               std::string("a@b.de\n"),
                                               std::string("a@b.de\r\nBcc: x@y.zz"),
                                               std::string("a\0b@c.de", 8),
                                               std::string("a@b.de\0", 7),
                                               std::string("a@b\0.de", 7),
                                               std::string("\x7F@b.de"),
                                               std::string("\xFF@b.de"),
                                               std::string("a@\xFF.de"),
                                               std::string("a\xE2\x80\x8B@b.de"),  // zero width space
                                               std::string("a\xE2\x80\xAE@b.de"),
                                               std::string("a\xC2\xAD@b.de"),  // override, soft hyphen
                                               std::string("a\xEF\xBB\xBF@b.de"),
                                               std::string("a\xE2\x80\xA8@b.de"),  // BOM, line separator
                                               std::string("a\xC2\xA0@b.de"),
                                               std::string("a\xE3\x80\x80@b.de"),  // blanks of other kinds
                                               std::string("a\xEE\x80\x80@b.de"),
                                               std::string("a\xEF\xBF\xBE@b.de"),  // private, no character
                                               std::string("a\xCD\x8F@b.de"),
                                               std::string("\xE3\x85\xA4@b.de"),  // joiner, Hangul filler
                                               std::string("a\xF3\xA0\x81\xA1@b.de"),
                                               std::string("a\xEF\xB8\x8F@b.de"),  // tag, variation selector
                                               std::string("a\xEF\xBC\xA0x@b.de"),
                                               std::string("a\xEF\xB9\xABx@b.de"),  // "@" of other widths
                                               std::string("a\xEF\xBC\x8E.b@c.de"),
                                               std::string("\xEF\xB9\x92"
                                                           "a@c.de"),  // dots of other widths
                                               std::string("a\xEF\xBC\x82@b.de"),
                                               std::string("a\xEF\xBC\x9C@b.de"),  // fold to " and <
                                               std::string("a\xE2\x84\x80@b.de@"),
                                               std::string("a\xC2\xA8@b.de"),  // diaeresis: folds to a blank
                                               std::string("a@xn--a.de"),
                                               std::string("a@xn--.de"),
                                               std::string("a@b\xE2\x80\xA5"
                                                           "c.de"),
                                               std::string(65, 'a').append("@b.de"),
                                               "a@" + std::string(64, 'b') + ".de",
                                               "a@" + std::string(252, 'b')};

BOOST_AUTO_TEST_CASE(addresses_that_are_refused) {
  for (const std::string& text : no_addresses) BOOST_TEST(key(text) == "refused", text);
}

BOOST_AUTO_TEST_CASE(lengths_of_addresses) {
  const std::string label(63, 'b');
  BOOST_TEST(key(std::string(64, 'a') + "@b.de") != "refused");
  const std::string longest = "a@" + label + "." + label + "." + label + "." + std::string(60, 'b');
  BOOST_TEST(longest.size() == 254U);
  BOOST_TEST(key(longest) == longest);
  BOOST_TEST(key("a" + longest) == "refused");
  // Folding grows: U+FDFA is one character and becomes eighteen.
  std::string growing;
  for (int i = 0; i < 20; ++i) growing += "\xEF\xB7\xBA";
  BOOST_TEST(key(growing + "@b.de") == "refused");
  BOOST_TEST(key(std::string(1 << 20, 'a') + "@b.de") == "refused");
}

BOOST_AUTO_TEST_CASE(hosts) {
  BOOST_TEST(host("ACME.Example") == "acme.example");
  BOOST_TEST(host("münchen.example") == "xn--mnchen-3ya.example");
  BOOST_TEST(host("mu\xCC\x88nchen.example") == "xn--mnchen-3ya.example");
  BOOST_TEST(host("faß.de") == "xn--fa-hia.de");
  BOOST_TEST(host("FAẞ.de") == "xn--fa-hia.de");
  BOOST_TEST(host("127.0.0.1") == "127.0.0.1");
  BOOST_TEST(host("localhost") == "localhost");
  BOOST_TEST(host("例え\xE3\x80\x82jp") == "xn--r8jz45g.jp");  // ideographic full stop
  for (const std::string& bad : {std::string(),
                                 std::string("."),
                                 std::string("a."),
                                 std::string(".a"),
                                 std::string("a..b"),
                                 std::string("a_b"),
                                 std::string("a b"),
                                 std::string("-a"),
                                 std::string("a-"),
                                 std::string("[::1]"),
                                 std::string("a:80"),
                                 std::string("a/b"),
                                 std::string("a@b"),
                                 std::string("a%b"),
                                 std::string("xn--a"),
                                 std::string("a\0b", 3),
                                 std::string("\xFF"),
                                 std::string(64, 'a'),
                                 std::string(100000, 'a'),
                                 std::string("♥.net"),
                                 std::string("a\xE2\x84\x80.net")})  // ℀ is "a/c"
    BOOST_TEST(host(bad) == "refused", bad.substr(0, 100));
}

BOOST_AUTO_TEST_SUITE_END()
