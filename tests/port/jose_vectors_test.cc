// Published attacks and examples against keys and signatures: Wycheproof, the JOSE cookbook, RFC examples, ready
// tokens.
#include <algorithm>
#include <functional>

#include "base/encode.hh"
#include "port/jose.hh"
#include "support/vectors.hh"

using namespace doorward;
using namespace doorward::port;
using namespace doorward::tests;

namespace {

/// The key of a group: nullopt when we do not take it.
std::optional<JwkKey> key_of(const Json& group, std::string_view member = "public") {
  const Json* jwk = group.find(member);
  if (jwk == nullptr) jwk = group.find("private");
  return jwk == nullptr || jwk->object() == nullptr ? std::nullopt : JwkKey::from_jwk(dump_json(*jwk));
}

struct Count {
  int accepted = 0, refused = 0;
};

/// Every test of a file with its group: `verdict` says whether we accept; it is held against "result". A valid one
/// may be refused only where `not_ours` says so.
Count run(const std::string& file, const std::function<bool(const Json&, const Json&)>& verdict,
          const std::function<bool(const Json&, const Json&)>& not_ours) {
  Count count;
  const Json all = vector_json("wycheproof/" + file);
  for (const auto& group : *at(all, "testGroups").array())
    for (const auto& test : *at(group, "tests").array()) {
      const bool accepted = verdict(group, test);
      ++(accepted ? count.accepted : count.refused);
      const std::string name =
          file + " " + std::to_string(*at(test, "tcId").integer()) + " " + text_at(test, "comment");
      if (text_at(test, "result") == "invalid") BOOST_TEST(!accepted, name);
      if (text_at(test, "result") == "valid" && !not_ours(group, test)) BOOST_TEST(accepted, name);
    }
  return count;
}

/// The point as Wycheproof writes it, 04 x y in hex, as a key.
std::optional<JwkKey> key_of_point(const Json& group) {
  const std::string point = *from_hex(text_at(at(group, "publicKey"), "uncompressed"));
  Json jwk;
  jwk.set("kty", "EC").set("crv", "P-256").set("x", to_base64url(point.substr(1, 32)));
  return JwkKey::from_jwk(dump_json(jwk.set("y", to_base64url(point.substr(33)))));
}

bool ours(const Json&, const Json&) { return false; }

std::string hex(const Json& test, std::string_view name) { return *from_hex(text_at(test, name)); }

/// Algorithms and key sizes that doorward does not speak: HMAC, RS384 and its like, encryption.
bool foreign_key(const Json& group, const Json&) { return !key_of(group); }

bool verify_of(const Json& group, const Json& test) {
  const auto key = key_of(group);
  const Json* token = test.find("jws");
  return key && token != nullptr && verify_jws(*token->string(), "", {*key});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(jose_vectors, *boost::unit_test::precondition(with_vectors))

BOOST_AUTO_TEST_CASE(wycheproof_es256) {
  const auto count = run(
      "ecdsa_secp256r1_sha256_p1363_test.json",
      [](const Json& group, const Json& test) {
        const auto key = key_of_point(group);
        BOOST_REQUIRE(key);
        return key->verify(hex(test, "msg"), hex(test, "sig"));
      },
      ours);
  BOOST_TEST(count.accepted == 173);
  BOOST_TEST(count.refused == 89);
}

BOOST_AUTO_TEST_CASE(wycheproof_ed25519) {
  const auto count = run(
      "ed25519_test.json",
      [](const Json& group, const Json& test) {
        const auto key = key_of(group, "publicKeyJwk");
        BOOST_REQUIRE(key);
        return key->verify(hex(test, "msg"), hex(test, "sig"));
      },
      ours);
  BOOST_TEST(count.accepted == 88);
  BOOST_TEST(count.refused == 63);
}

BOOST_AUTO_TEST_CASE(wycheproof_rs256) {
  const auto small_exponent = [](const Json& group, const Json&) {
    return text_at(at(group, "publicKey"), "publicExponent") == "03";  // we take 65537 and its like only
  };
  const auto count = run(
      "rsa_signature_2048_sha256_test.json",
      [](const Json& group, const Json& test) {
        const auto key = key_of(group, "keyJwk");
        return key && key->verify(hex(test, "msg"), hex(test, "sig"));
      },
      small_exponent);
  BOOST_TEST(count.accepted == 7);
  BOOST_TEST(count.refused == 252);
}

BOOST_AUTO_TEST_CASE(wycheproof_jws) {
  const auto count = run("json_web_signature_test.json", verify_of, foreign_key);
  BOOST_TEST(count.accepted >= 10);
  BOOST_TEST(count.refused >= 355);
}

BOOST_AUTO_TEST_CASE(wycheproof_jwk_and_crypto) {
  BOOST_TEST(run("json_web_key_test.json", verify_of, foreign_key).refused >= 21);
  const auto count = run("json_web_crypto_test.json", verify_of, foreign_key);
  BOOST_TEST(count.accepted == 2);  // ES256 and RS256; the others are HMAC and encryption
  BOOST_TEST(count.refused >= 77);
}

BOOST_AUTO_TEST_CASE(cookbook) {
  int keys = 0;
  for (const char* file : {"jws/4_1.rsa_v15_signature.json", "curve25519/jws.json"}) {
    const Json example = vector_json(std::string("jose/cookbook/") + file);
    const auto key = JwkKey::from_jwk(dump_json(at(at(example, "input"), "key")));
    BOOST_REQUIRE(key);
    const std::string& compact = text_at(at(example, "output"), "compact");
    const auto payload = verify_jws(compact, "", {*key});
    BOOST_REQUIRE(payload);
    BOOST_TEST(*payload == text_at(at(example, "input"), "payload"));
    const Json& signing = at(example, "signing");
    BOOST_TEST(to_base64url(key->sign(text_at(signing, "sig-input"))) == text_at(signing, "sig"));  // deterministic
    ++keys;
  }
  // What we do not speak: HMAC, PSS, P-521, detached and unprotected forms, b64=false.
  for (const char* file :
       {"jws/4_2.rsa-pss_signature.json", "jws/4_3.ecdsa_signature.json", "jws/4_4.hmac-sha2_integrity_protection.json",
        "rfc7797/4.2.hmac-sha2_b64_false.json", "rfc7797/hmac-sha2_b64_false.json"}) {
    const Json example = vector_json(std::string("jose/cookbook/") + file);
    const auto key = JwkKey::from_jwk(dump_json(at(at(example, "input"), "key")));
    const Json* compact = at(example, "output").find("compact");
    std::vector<JwkKey> one;
    if (key) one.push_back(*key);
    if (compact != nullptr) BOOST_TEST(!verify_jws(*compact->string(), "", one), file);
    ++keys;
  }
  BOOST_TEST(keys == 7);
  BOOST_TEST(bool(JwkKey::from_jwk(vector_text("jose/cookbook/jwk/3_3.rsa_public_key.json"))));
  BOOST_TEST(bool(JwkKey::from_jwk(vector_text("jose/cookbook/jwk/3_4.rsa_private_key.json"))));
  for (const char* file :
       {"3_1.ec_public_key", "3_2.ec_private_key", "3_5.symmetric_key_mac_computation", "3_6.symmetric_key_encryption"})
    BOOST_TEST(!JwkKey::from_jwk(vector_text("jose/cookbook/jwk/" + std::string(file) + ".json")), file);
}

BOOST_AUTO_TEST_CASE(rfc_examples) {
  int seen = 0;
  const Json all = vector_json("jose/rfc_examples.json");
  for (const auto& example : *all.array()) {
    const Json* jwk = example.find("jwk");
    if (jwk == nullptr) continue;
    const auto key = JwkKey::from_jwk(dump_json(*jwk));
    BOOST_REQUIRE(key);
    if (const Json* thumbprint = example.find("thumbprint")) BOOST_TEST(key->kid() == *thumbprint->string());
    if (const Json* token = example.find("token")) BOOST_TEST(bool(verify_jws(*token->string(), "", {*key})));
    ++seen;
  }
  BOOST_TEST(seen == 4);
}

BOOST_AUTO_TEST_CASE(ready_attacks) {
  // One token ends with a NUL, which our reader of JSON refuses: another control character takes its place.
  std::string text = vector_text("jose/jwt_attacks.json");
  for (auto at = text.find("\\u0000"); at != std::string::npos; at = text.find("\\u0000"))
    text.replace(at, 6, "\\u0001");
  const auto parsed = parse_json(text, 64);
  BOOST_REQUIRE(parsed);
  const Json& all = *parsed;
  std::vector<JwkKey> keys;
  for (const auto& jwk : *at(all, "keys").array())
    if (auto key = JwkKey::from_jwk(dump_json(jwk))) keys.push_back(std::move(*key));
  BOOST_TEST(keys.size() == 2U);  // Ed25519 and P-256; never the symmetric one
  // Good signature and header: what is wrong with these stands in the claims, which are checked elsewhere.
  static constexpr std::string_view claims[] = {"exp", "expired", "life", "nbf",       "iat",    "iss",
                                                "aud", "tid",     "sub",  "typ claim", "payload"};
  int refused = 0, accepted = 0;
  for (const auto& test : *at(all, "cases").array()) {
    const std::string& name = text_at(test, "name");
    const bool about_claims = std::any_of(std::begin(claims), std::end(claims),
                                          [&](std::string_view word) { return name.starts_with(word); });
    const auto answer = verify_jws(text_at(test, "token"), "at+jwt", keys);
    if (text_at(test, "expect").starts_with("accept")) BOOST_TEST((answer || about_claims), name);
    if (text_at(test, "expect") == "reject" && !about_claims) BOOST_TEST(!answer, name);
    if (!answer) BOOST_TEST((answer.error().code == Code::INVALID_TOKEN));
    ++(answer ? accepted : refused);
  }
  BOOST_TEST(refused >= 50);
  BOOST_TEST(accepted >= 4);
}

BOOST_AUTO_TEST_SUITE_END()
