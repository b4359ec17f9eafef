// Signatures and keys with the values of the RFCs; what RFC 8725 forbids.
#include "port/jose.hh"

#include "base/encode.hh"
#include "port/json.hh"

using namespace doorward;
using namespace doorward::port;

namespace {

// RFC 8037 appendix A.1, A.2.
const std::string ed_private = R"({"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",)"
                               R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
const std::string ed_public = R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
// RFC 7515 appendix A.3.
const std::string ec_public = R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                              R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
const std::string ec_token =
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
// RFC 7638 section 3.1.
const std::string rsa_n =
    "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj"
    "hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQ"
    "vRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK"
    "nqDKgw";

std::string rsa_jwk(const std::string& n, const std::string& e, const std::string& more = "") {
  return R"({"kty":"RSA","n":")" + n + R"(","e":")" + e + "\"" + more + "}";
}

/// A token of this header text, really signed.
std::string signed_with(const JwkKey& key, const std::string& header, const std::string& payload = "{}") {
  const std::string data = to_base64url(header) + "." + to_base64url(payload);
  return data + "." + to_base64url(key.sign(data));
}

bool refused(const std::string& token, std::string_view typ, const JwkKey& key) {
  const auto answer = verify_jws(token, typ, {key});
  return !answer && answer.error().code == Code::INVALID_TOKEN;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(jose)

BOOST_AUTO_TEST_CASE(rfc7515_a3_es256) {
  const auto key = JwkKey::from_jwk(ec_public);
  BOOST_REQUIRE(key);
  const auto payload = verify_jws(ec_token, "", {*key});
  BOOST_REQUIRE(payload);
  BOOST_TEST(*payload == "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
  for (std::size_t i = 0; i < ec_token.size(); ++i) {
    std::string broken = ec_token;
    broken[i] = broken[i] == 'A' ? 'B' : 'A';
    BOOST_TEST(refused(broken, "", *key), "position " << i);
  }
}

BOOST_AUTO_TEST_CASE(rfc8037_a4_ed25519) {
  const auto key = JwkKey::from_jwk(ed_private);
  BOOST_REQUIRE(key);
  const std::string data = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
  BOOST_TEST(to_base64url(key->sign(data)) ==
             "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
  BOOST_TEST(key->kid() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");  // A.3
}

BOOST_AUTO_TEST_CASE(rfc7638_thumbprint) {
  const auto key = JwkKey::from_jwk(rsa_jwk(rsa_n, "AQAB", R"(,"alg":"RS256")"));
  BOOST_REQUIRE(key);
  BOOST_TEST(key->kid() == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  const auto other = JwkKey::from_jwk(rsa_jwk(rsa_n, "AQAB", R"(,"kid":"2011-04-29")"));
  BOOST_REQUIRE(other);
  BOOST_TEST(other->kid() == "2011-04-29");
}

BOOST_AUTO_TEST_CASE(every_algorithm_there_and_back) {
  for (const auto algorithm : {Algorithm::rs256, Algorithm::es256, Algorithm::eddsa}) {
    const JwkKey made = JwkKey::generate(algorithm), stranger = JwkKey::generate(algorithm);
    const JwkKey kept = JwkKey::from_private_der(algorithm, made.private_der());
    const auto open = JwkKey::from_jwk(made.public_jwk());
    BOOST_REQUIRE(open);
    BOOST_TEST(open->kid() == made.kid());
    BOOST_TEST(kept.public_jwk() == made.public_jwk());
    const std::string token = sign_jws(kept, "at+jwt", R"({"sub":"x"})");
    const auto payload = verify_jws(token, "at+jwt", {stranger, *open});
    BOOST_REQUIRE(payload);
    BOOST_TEST(*payload == R"({"sub":"x"})");
    BOOST_TEST(refused(token, "at+jwt", stranger));
    BOOST_TEST(refused(token, "logout+jwt", *open));
    BOOST_TEST(!verify_jws(token, "at+jwt", {}));
    BOOST_TEST(!verify_jws(token, "at+jwt", {*open, kept}));  // two keys of one name
    BOOST_TEST(to_word(algorithm) == to_word(*parse_algorithm(to_word(algorithm))));
  }
  BOOST_CHECK(!parse_algorithm("none"));
  BOOST_CHECK(!parse_algorithm("rs256"));
}

BOOST_AUTO_TEST_CASE(public_jwk_shows_nothing_private) {
  for (const auto algorithm : {Algorithm::rs256, Algorithm::es256, Algorithm::eddsa}) {
    const auto jwk = parse_json(JwkKey::generate(algorithm).public_jwk());
    BOOST_REQUIRE(jwk);
    for (const auto& [name, value] : *jwk->object())
      BOOST_TEST((name == "kty" || name == "kid" || name == "alg" || name == "use" || name == "crv" || name == "x" ||
                  name == "y" || name == "n" || name == "e"),
                 name);
    BOOST_TEST(*jwk->find("use")->string() == "sig");
    BOOST_TEST(*jwk->find("alg")->string() == to_word(algorithm));
  }
}

BOOST_AUTO_TEST_CASE(a_public_key_signs_nothing) {
  const auto key = JwkKey::from_jwk(ed_public);
  BOOST_REQUIRE(key);
  BOOST_CHECK_THROW(key->sign("x"), Failure);
  BOOST_CHECK_THROW(key->private_der(), Failure);
}

BOOST_AUTO_TEST_CASE(headers_that_are_refused) {
  const auto key = *JwkKey::from_jwk(ed_private);
  BOOST_TEST(!refused(signed_with(key, R"({"alg":"EdDSA"})"), "", key));
  BOOST_TEST(!refused(signed_with(key, R"({"alg":"EdDSA","typ":"application/AT+JWT"})"), "at+jwt", key));
  BOOST_TEST(!refused(signed_with(key, R"({ "typ" : "at+jwt" , "x":[1], "alg" : "EdDSA" })"), "at+jwt", key));
  for (const std::string header : {R"({"alg":"none"})",
                                   R"({"alg":"ES256"})",
                                   R"({"alg":"eddsa"})",
                                   R"({"alg":null})",
                                   R"({"alg":["EdDSA"]})",
                                   R"({})",
                                   R"([])",
                                   R"("EdDSA")",
                                   "",
                                   "{",
                                   R"({"alg":"EdDSA"}x)",
                                   R"({"alg":"EdDSA","alg":"EdDSA"})",
                                   R"({"alg":"none","alg":"EdDSA"})",
                                   R"({"alg":"EdDSA","kid":"x"})",
                                   R"({"alg":"EdDSA","kid":""})",
                                   R"({"alg":"EdDSA","kid":1})",
                                   R"({"alg":"EdDSA","kid":null})",
                                   R"({"alg":"EdDSA","crit":["exp"]})",
                                   R"({"alg":"EdDSA","crit":[]})",
                                   R"({"alg":"EdDSA","b64":true})",
                                   R"({"alg":"EdDSA","jku":"https://a"})",
                                   R"({"alg":"EdDSA","jwk":{}})",
                                   R"({"alg":"EdDSA","x5u":""})",
                                   R"({"alg":"EdDSA","x5c":[]})",
                                   R"({"alg":"EdDSA","zip":"DEF"})",
                                   R"({"alg":"EdDSA","enc":"A256GCM"})",
                                   "{\"alg\":\"EdDSA\\u0000\"}",
                                   "{\"alg\":\"EdDSA\",\"a\":[[[[[]]]]]}",
                                   "\xEF\xBB\xBF{\"alg\":\"EdDSA\"}",
                                   "{\"alg\":\"EdDSA\",\"x\":\"\xFF\"}"})
    BOOST_TEST(refused(signed_with(key, header), "", key), header);
  for (const std::string header : {R"({"alg":"EdDSA"})", R"({"alg":"EdDSA","typ":"JWT"})", R"({"alg":"EdDSA","typ":1})",
                                   R"({"alg":"EdDSA","typ":"application/"})", R"({"alg":"EdDSA","typ":"text/at+jwt"})"})
    BOOST_TEST(refused(signed_with(key, header), "at+jwt", key), header);
}

BOOST_AUTO_TEST_CASE(forms_that_are_refused) {
  const auto key = *JwkKey::from_jwk(ed_private);
  const std::string good = signed_with(key, R"({"alg":"EdDSA"})", "payload");
  BOOST_REQUIRE(verify_jws(good, "", {key}));
  const auto dot = good.rfind('.');
  for (const std::string& token :
       {std::string(), std::string("."), std::string(".."), std::string("..."), good + ".", "." + good, good + "=",
        good + "A", good + " ", "\n" + good, good + std::string(1, '\0'), good.substr(0, dot), good.substr(0, dot + 1),
        good.substr(0, good.size() - 1), good.substr(0, dot) + "." + good, good + "." + good,
        std::string(R"({"payload":"","signatures":[]})"), std::string(1 << 20, 'A'), std::string(1 << 20, '.')})
    BOOST_TEST(refused(token, "", key), token.substr(0, 200));
  BOOST_TEST(refused(signed_with(key, R"({"alg":"EdDSA"})", std::string(8192, 'x')), "", key));
}

BOOST_AUTO_TEST_CASE(the_last_character_has_one_form) {
  const auto key = *JwkKey::from_jwk(ed_private);
  std::string token = signed_with(key, R"({"alg":"EdDSA"})");  // 64 bytes of signature: 4 bits are unused
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  int good = 0;
  for (char c : alphabet) {
    token.back() = c;
    good += verify_jws(token, "", {key}) ? 1 : 0;
  }
  BOOST_TEST(good == 1);
}

BOOST_AUTO_TEST_CASE(keys_that_are_refused) {
  const std::string n1024 = to_base64url("\xC1" + std::string(126, '\x55') + "\x01");
  const std::string n16384 = to_base64url("\xC1" + std::string(2046, '\x55') + "\x01");
  const std::string even = to_base64url("\xC1" + std::string(254, '\x55') + "\x02");
  for (const std::string& jwk :
       {std::string(), std::string("{}"), std::string("[]"), std::string(R"({"kty":"oct","k":"AAAA"})"),
        std::string(R"({"kty":"rsa"})"), rsa_jwk(n1024, "AQAB"), rsa_jwk(n16384, "AQAB"), rsa_jwk(even, "AQAB"),
        rsa_jwk(rsa_n, "AQ"), rsa_jwk(rsa_n, "Aw"), rsa_jwk(rsa_n, "AQAA"), rsa_jwk(rsa_n, "AAEAAQ"),
        rsa_jwk(rsa_n, "AQAAAAAB"), rsa_jwk(rsa_n, ""), rsa_jwk("", "AQAB"), rsa_jwk(rsa_n + "=", "AQAB"),
        rsa_jwk("AA" + rsa_n, "AQAB"), rsa_jwk(rsa_n, "AQAB", R"(,"use":"enc")"), rsa_jwk(rsa_n, "AQAB", R"(,"use":1)"),
        rsa_jwk(rsa_n, "AQAB", R"(,"alg":"PS256")"), rsa_jwk(rsa_n, "AQAB", R"(,"alg":"HS256")"),
        rsa_jwk(rsa_n, "AQAB", R"(,"key_ops":["encrypt"])"), rsa_jwk(rsa_n, "AQAB", R"(,"key_ops":["sign"])"),
        rsa_jwk(rsa_n, "AQAB", R"(,"key_ops":["verify","verify"])"), rsa_jwk(rsa_n, "AQAB", R"(,"key_ops":[])"),
        rsa_jwk(rsa_n, "AQAB", R"(,"key_ops":"verify")"), rsa_jwk(rsa_n, "AQAB", R"(,"kid":1)"),
        rsa_jwk(rsa_n, "AQAB", R"(,"kid":"")"), rsa_jwk(rsa_n, "AQAB", R"(,"d":"AQAB")"),
        rsa_jwk(rsa_n, "AQAB", R"(,"e":"AQAB")"),
        std::string(R"({"kty":"OKP","crv":"Ed448","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"),
        std::string(R"({"kty":"OKP","crv":"X25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"),
        std::string(R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUQ"})"),
        // the private half of another key
        std::string(R"({"kty":"OKP","crv":"Ed25519","d":"nWGxnf_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",)"
                    R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"),
        // not on the curve; wrong curve name; too short
        std::string(R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a4"})"),
        std::string(R"({"kty":"EC","crv":"P-384","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})"),
        std::string(R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA"})"),
        std::string(R"({"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",)"
                    R"("y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})")})
    BOOST_TEST(!JwkKey::from_jwk(jwk), jwk.substr(0, 300));
}

BOOST_AUTO_TEST_CASE(private_der_of_another_kind_is_a_failure) {
  const JwkKey ed = JwkKey::generate(Algorithm::eddsa), ec = JwkKey::generate(Algorithm::es256);
  BOOST_CHECK_THROW(JwkKey::from_private_der(Algorithm::rs256, ed.private_der()), Failure);
  BOOST_CHECK_THROW(JwkKey::from_private_der(Algorithm::eddsa, ec.private_der()), Failure);
  BOOST_CHECK_THROW(JwkKey::from_private_der(Algorithm::es256, Secret("junk")), Failure);
  BOOST_CHECK_THROW(JwkKey::from_private_der(Algorithm::es256, Secret("")), Failure);
  BOOST_CHECK_THROW(JwkKey::from_private_der(Algorithm::eddsa, Secret(std::string(ed.private_der().reveal()) + "x")),
                    Failure);
}

BOOST_AUTO_TEST_SUITE_END()
