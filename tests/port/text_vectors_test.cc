// Published lists for JSON, addresses, hosts, passwords and naughty strings.
#include <algorithm>
#include <cctype>
#include <set>

#include "base/encode.hh"
#include "base/text.hh"
#include "port/form_body.hh"
#include "port/password_hash.hh"
#include "port/password_strength.hh"
#include "port/unicode.hh"
#include "support/vectors.hh"

using namespace doorward;
using namespace doorward::port;
using namespace doorward::tests;

namespace {

std::string utf8(unsigned long point) {
  std::string out;
  if (point < 0x80) return {char(point)};
  if (point < 0x800) out += char(0xC0 | point >> 6);
  if (point >= 0x800 && point < 0x10000) out += char(0xE0 | point >> 12);
  if (point >= 0x10000) out += char(0xF0 | point >> 18);
  if (point >= 0x10000) out += char(0x80 | (point >> 12 & 63));
  if (point >= 0x800) out += char(0x80 | (point >> 6 & 63));
  return out += char(0x80 | (point & 63));
}

/// The text between <tag> and </tag> behind `from`, entities resolved; U+2400 and its neighbours stand for controls.
std::string between(const std::string& xml, const std::string& tag, std::size_t from, std::size_t end) {
  const auto open = xml.find("<" + tag + ">", from), close = xml.find("</" + tag + ">", from);
  if (open == std::string::npos || open > end) return {};
  std::string out;
  for (auto i = open + tag.size() + 2; i < close; ++i) {
    const auto semicolon = xml.find(';', i);
    if (xml[i] != '&') {
      out += xml[i];
      continue;
    }
    const std::string entity = xml.substr(i + 1, semicolon - i - 1);
    if (entity.starts_with("#x")) {
      const auto point = std::stoul(entity.substr(2), nullptr, 16);
      out += utf8(point >= 0x2400 && point < 0x2421 ? point - 0x2400 : point);
    } else {
      out += entity == "amp" ? '&' : entity == "lt" ? '<' : entity == "gt" ? '>' : entity == "quot" ? '"' : '\'';
    }
    i = semicolon;
  }
  return out;
}

std::string key(const std::string& text) {
  const auto email = parse_email(text);
  return email ? email->key : "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_vectors, *boost::unit_test::precondition(with_vectors))

BOOST_AUTO_TEST_CASE(json_test_suite) {
  int yes = 0, no = 0, either = 0;
  const std::string folder = "json/JSONTestSuite/test_parsing";
  // Valid by the RFC, refused here: repeated names and NUL.
  const std::set<std::string> stricter{"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
                                       "y_object_escaped_null_in_key.json", "y_string_null_escape.json"};
  for (const auto& name : vector_files(folder)) {
    const bool accepted = bool(parse_json(vector_text(folder + "/" + name), 1000));
    if (name.starts_with("y_")) BOOST_TEST(accepted != stricter.contains(name), name);
    if (name.starts_with("n_")) BOOST_TEST(!accepted, name);
    ++(name.starts_with("y_") ? yes : name.starts_with("n_") ? no : either);
  }
  BOOST_TEST(yes == 95);
  BOOST_TEST(no == 188);
  BOOST_TEST(either >= 30);
}

BOOST_AUTO_TEST_CASE(json_transformed) {
  const std::string folder = "json/JSONTestSuite/test_transform/";
  const auto dumped = [&](const std::string& name) {
    const auto json = parse_json(vector_text(folder + name + ".json"));
    return json ? dump_json(*json) : "refused";
  };
  BOOST_TEST(dumped("number_9223372036854775807") == "[9223372036854775807]");
  BOOST_TEST(dumped("number_-9223372036854775808") == "[-9223372036854775808]");
  BOOST_TEST(dumped("number_1.0") == "[1.0]");
  for (const char* name :
       {"object_same_key_different_values", "object_same_key_same_value", "object_same_key_unclear_values",
        "string_with_escaped_NULL", "string_1_escaped_invalid_codepoint", "string_1_invalid_codepoint",
        "string_2_escaped_invalid_codepoints", "string_2_invalid_codepoints", "string_3_escaped_invalid_codepoints",
        "string_3_invalid_codepoints"})
    BOOST_TEST(dumped(name) == "refused", name);
  BOOST_TEST(dumped("object_key_nfc_nfd") != "refused");  // two names: only look-alikes
}

BOOST_AUTO_TEST_CASE(isemail) {
  const std::string xml = vector_text("email/isemail_tests.xml");
  int taken = 0, refused = 0;
  for (auto from = xml.find("<test id="); from != std::string::npos; from = xml.find("<test id=", from + 1)) {
    const auto end = xml.find("</test>", from);
    const std::string address = between(xml, "address", from, end), category = between(xml, "category", from, end);
    const bool blanks = address == " test@iana.org" || address == "test@iana.org ";  // trimmed here
    const bool good =
        ((category == "ISEMAIL_VALID_CATEGORY" || category == "ISEMAIL_DNSWARN") && address != "test@io") || blanks;
    BOOST_TEST(bool(parse_email(address)) == good, address << " " << category);
    ++(good ? taken : refused);
  }
  BOOST_TEST(taken == 23);
  BOOST_TEST(refused == 141);
}

BOOST_AUTO_TEST_CASE(look_alike_addresses_are_two_accounts_or_none) {
  const Json all = vector_json("email/mariadb_collation_pairs.json");
  int pairs = 0;
  for (const auto& pair : *at(all, "pairs").array()) {
    const std::string a = *from_hex(text_at(pair, "a_utf8_hex")), b = *from_hex(text_at(pair, "b_utf8_hex"));
    const std::string& note = text_at(pair, "note");
    ++pairs;
    if (key(a).empty() || key(b).empty() || key(a) != key(b)) continue;
    // One account by our own rule, never by a collation's: trimming, case, compatibility and normal form.
    BOOST_TEST_MESSAGE("one account: " << note);
    const auto same_name = [](const std::string& x, const std::string& y) {
      const auto at = x.rfind('@'), other = y.rfind('@');
      return nfkc_casefold(trim(x.substr(0, at))) == nfkc_casefold(trim(y.substr(0, other))) &&
             ascii_host(trim(x.substr(at + 1))) == ascii_host(trim(y.substr(other + 1)));
    };
    BOOST_TEST(same_name(a, b), note);
  }
  BOOST_TEST(pairs > 10);
}

BOOST_AUTO_TEST_CASE(no_collation_makes_an_ascii_letter) {
  const Json all = vector_json("email/mariadb_collation_equal_codepoints.json");
  std::set<unsigned long> points;
  for (const auto& [name, collation] : *at(all, "collations").object())
    for (const auto& [point, letters] : *at(collation, "equal_to_ascii").object())
      points.insert(std::stoul(point.substr(2), nullptr, 16));
  for (const auto point : points) {
    const std::string found = key("a" + utf8(point) + "b@example.org");
    if (found.empty()) continue;
    BOOST_TEST(found == nfkc_casefold("a" + utf8(point) + "b") + "@example.org", "U+" << std::hex << point);
  }
  BOOST_TEST(points.size() > 1000U);
}

BOOST_AUTO_TEST_CASE(confusables_are_not_what_they_look_like) {
  const Json all = vector_json("unicode/confusables_to_ascii.json");
  int two = 0, folded = 0;
  for (const auto& entry : *all.array()) {
    const std::string& from = text_at(entry, "src");
    const std::string& to = text_at(entry, "looks_like");
    const std::string seen = key("a" + from + "b@example.org"), ascii = key("a" + to + "b@example.org");
    if (seen.empty() || ascii.empty()) continue;
    ++(seen == ascii ? folded : two);
    // One key only where Unicode itself says compatible.
    if (seen == ascii) BOOST_TEST(nfkc_casefold(from) == nfkc_casefold(to), text_at(entry, "src_cp"));
  }
  BOOST_TEST(two > 500);
  BOOST_TEST(folded > 10);
}

BOOST_AUTO_TEST_CASE(domains_are_the_standard_or_refused) {
  const Json all = vector_json("urls/wpt_toascii.json");
  int same = 0, refused = 0;
  for (const auto& entry : *all.array()) {
    if (entry.object() == nullptr) continue;
    const auto host = ascii_host(text_at(entry, "input"));
    const Json& wanted = at(entry, "output");
    if (host)
      BOOST_TEST((wanted.string() != nullptr && *wanted.string() == *host), text_at(entry, "input") << " " << *host);
    ++(host ? same : refused);
  }
  BOOST_TEST(same >= 25);
  BOOST_TEST(refused >= 30);
}

BOOST_AUTO_TEST_CASE(naughty_strings_harm_nothing) {
  std::vector<std::string> strings;
  const Json plain = vector_json("unicode/blns.json"), encoded = vector_json("unicode/blns.base64.json");
  for (const auto& entry : *plain.array()) strings.push_back(*entry.string());
  for (const auto& entry : *encoded.array()) {
    const auto bytes = from_base64(*entry.string());
    BOOST_REQUIRE(bytes);
    strings.push_back(*bytes);
  }
  SystemRandom random;
  for (const auto& text : strings) {
    if (const auto email = parse_email(text)) BOOST_TEST(key(email->key) == email->key, text);
    if (const auto email = parse_email(text + "@example.org")) BOOST_TEST(key(email->key) == email->key, text);
    if (const auto host = ascii_host(text)) BOOST_TEST(*ascii_host(*host) == *host, text);
    (void)parse_json(text);
    if (!valid_utf8(text) || text.find('\0') != std::string::npos) continue;
    const auto json = parse_json(dump_json(text));
    BOOST_REQUIRE(json);
    BOOST_TEST(*json->string() == text);
    const auto form = parse_form("application/x-www-form-urlencoded", "v=" + percent_encode(text));
    BOOST_REQUIRE(form);
    BOOST_TEST(form->front().second == text);
    BOOST_TEST(nfc(nfc(text)) == nfc(text));
    BOOST_TEST(nfkc_casefold(nfkc_casefold(text)) == nfkc_casefold(text));
    const int score = password_score(Secret(text), {text});
    BOOST_TEST((score >= 0 && score <= 4));
    if (text.size() > 1024) continue;
    const std::string stored = hash_password(Secret(text), {8, 1}, random);
    BOOST_TEST(check_password(Secret(text), stored));
    BOOST_TEST(!check_password(Secret(text + "x"), stored));
  }
  BOOST_TEST(strings.size() > 1000U);
}

BOOST_AUTO_TEST_CASE(argon2_known_answers) {
  int ours = 0, others = 0, broken = 0;
  const Json all = vector_json("password_hashes/argon2.json");
  for (const auto& test : *all.array()) {
    const Json* encoded = test.find("encoded");
    if (encoded == nullptr) continue;  // with a secret and associated data: not a password
    const Secret password(text_at(test, "password"));
    const bool good = check_password(password, *encoded->string());
    const bool valid = text_at(test, "kind") == "valid";
    const bool id = encoded->string()->starts_with("$argon2id$v=19$");
    BOOST_TEST(good == (valid && id), *encoded->string());
    if (good) BOOST_TEST(!check_password(Secret(text_at(test, "password") + "x"), *encoded->string()));
    ++(!valid ? broken : id ? ours : others);
  }
  BOOST_TEST(ours == 8);
  BOOST_TEST(broken == 6);
  BOOST_TEST(others > 5);
}

BOOST_AUTO_TEST_CASE(other_schemes_and_hostile_records_match_nothing) {
  const Json all = vector_json("password_hashes/edge_and_generated.json");
  int seen = 0;
  for (const auto& test : *all.array()) {
    const Json *password = test.find("password"), *hash = test.find("hash");
    if (password == nullptr || password->string() == nullptr || hash == nullptr || hash->string() == nullptr) continue;
    if (hash->string()->starts_with("$argon2id$") && text_at(test, "expect") == "match") continue;
    BOOST_TEST(!check_password(Secret(*password->string()), *hash->string()), *hash->string());
    ++seen;
  }
  BOOST_TEST(seen > 20);
}

BOOST_AUTO_TEST_CASE(common_passwords_are_guessed) {
  const std::string text = vector_text("passwords/zxcvbn_passwords.txt");
  int weak = 0, all = 0;
  for (const auto line : split(text, '\n')) {
    const auto word = line.substr(0, line.find_first_of(" \t\r"));
    if (word.empty() || ++all > 10000) continue;
    weak += password_score(Secret(std::string(word)), {}) < 3 ? 1 : 0;
  }
  BOOST_TEST(all > 1000);
  BOOST_TEST(weak >= std::min(all, 10000) * 97 / 100);
}

BOOST_AUTO_TEST_SUITE_END()
