// Our tokens in the hands of others, theirs in ours: node jose, Python jwcrypto, PHP openssl_verify. None is optional
// where its program is a part of the tests: what is missing fails.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "port/jose.hh"
#include "port/json.hh"
#include "support/command.hh"

using namespace doorward;
using namespace doorward::port;
using ::tests::Outcome;
using ::tests::run;
using ::tests::variable;

namespace {

/// Keys and tokens of every algorithm, in a file that the others read.
struct Ours {
  Ours() {
    Json::Array public_keys, tokens, broken;
    for (const auto algorithm : {Algorithm::rs256, Algorithm::es256, Algorithm::eddsa}) {
      const JwkKey key = JwkKey::generate(algorithm), stranger = JwkKey::generate(algorithm);
      public_keys.push_back(*parse_json(key.public_jwk()));
      for (const std::string& payload : {std::string(R"({"sub":"zoë","exp":1700000000})"), std::string(3000, 'x')}) {
        const std::string token = sign_jws(key, "at+jwt", payload);
        Json one;
        tokens.push_back(one.set("token", token).set("payload", payload).set("typ", "at+jwt"));
        std::string other = token;
        other[other.rfind('.') - 2] = other[other.rfind('.') - 2] == 'A' ? 'B' : 'A';
        broken.emplace_back(other);
        broken.emplace_back(token.substr(0, token.rfind('.') + 1) +
                            sign_jws(stranger, "at+jwt", payload).substr(token.rfind('.') + 1));
      }
    }
    Json all;
    all.set("keys", std::move(public_keys)).set("tokens", std::move(tokens)).set("broken", std::move(broken));
    std::string name = (std::filesystem::temp_directory_path() / "doorward-jose-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    path = folder + "/tokens.json";
    std::ofstream(path) << dump_json(all);
  }
  ~Ours() { std::filesystem::remove_all(folder); }
  std::string folder, path;
};

/// Every token that another implementation made, opened by us.
void check_theirs(const std::string& words) {
  const auto made = parse_json(words, 8);
  BOOST_REQUIRE(made);
  std::vector<JwkKey> keys;
  for (const auto& jwk : *made->find("keys")->array()) {
    const auto key = JwkKey::from_jwk(dump_json(jwk));
    BOOST_REQUIRE(key);
    keys.push_back(*key);
  }
  BOOST_TEST(keys.size() == 3U);
  BOOST_TEST(made->find("tokens")->array()->size() == 6U);
  for (const auto& one : *made->find("tokens")->array()) {
    const auto payload = verify_jws(*one.find("token")->string(), *one.find("typ")->string(), keys);
    BOOST_REQUIRE(payload);
    BOOST_TEST(*payload == *one.find("payload")->string());
  }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(jose_others, Ours)

BOOST_AUTO_TEST_CASE(node_jose) {
  BOOST_REQUIRE(run("tests/tools/modules.sh").code == 0);
  const Outcome outcome = run(variable("NODE", "node") + " tests/tools/jose_node.mjs '" + path + "'");
  BOOST_REQUIRE(outcome.code == 0);
  check_theirs(outcome.words);
}

BOOST_AUTO_TEST_CASE(python_jwcrypto) {
  const Outcome outcome = run(variable("PYTHON3", "/usr/bin/python3") + " tests/tools/jose_python.py '" + path + "'");
  BOOST_REQUIRE(outcome.code == 0);
  check_theirs(outcome.words);
}

BOOST_AUTO_TEST_CASE(php_openssl) {
  const std::string php = variable("PHP", variable("PKG", "var/pkg") + "/usr/bin/php8.2");
  BOOST_TEST(run("'" + php + "' -n tests/tools/jose_php.php '" + path + "'").code == 0);
}

BOOST_AUTO_TEST_SUITE_END()
