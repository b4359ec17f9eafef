// Tokens that people were really given, checked with the published key set by other implementations: node jose,
// Python jwcrypto, PHP openssl_verify.
#include "support/test.hh"

#include <filesystem>
#include <fstream>

#include "base/encode.hh"
#include "base/text.hh"
#include "support/command.hh"
#include "support/sign_in.hh"

using namespace doorward;
using namespace tests;

namespace {

/// The published key set and real tokens, in the file that tests/tools read.
struct Published {
  World world;
  port::Json::Array tokens, broken;
  std::string folder, path;

  Published() {
    const auto user = world.make_user(world.make_tenant(), "owner");
    for (int i = 0; i < 3; ++i) {
      const auto entered = sign_in(world, user);
      take(entered.tokens->access_token);
      take(refresh(world, entered.tokens->refresh_token)->tokens.access_token);
    }
    auto all = *port::parse_json(world.keys.jwks(world.database, world.clock.now()));
    all.set("tokens", tokens).set("broken", broken);
    folder = (std::filesystem::temp_directory_path() / "doorward-tokens-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) throw Failure("mkdtemp failed");
    path = folder + "/tokens.json";
    std::ofstream(path) << port::dump_json(all);
  }
  ~Published() { std::filesystem::remove_all(folder); }

  void take(const Secret& token) {
    std::string text(token.reveal());
    const auto parts = split(text, '.');
    port::Json one;
    tokens.push_back(one.set("token", text).set("payload", *from_base64url(parts.at(1))).set("typ", "at+jwt"));
    text[text.size() - 20] = text[text.size() - 20] == 'A' ? 'B' : 'A';
    broken.emplace_back(text);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(tokens_elsewhere, Published)

BOOST_AUTO_TEST_CASE(node_jose) {
  BOOST_REQUIRE(run("tests/tools/modules.sh").code == 0);
  BOOST_TEST(run(variable("NODE", "node") + " tests/tools/jose_node.mjs '" + path + "'").code == 0);
}

BOOST_AUTO_TEST_CASE(python_jwcrypto) {
  BOOST_TEST(run(variable("PYTHON3", "/usr/bin/python3") + " tests/tools/jose_python.py '" + path + "'").code == 0);
}

BOOST_AUTO_TEST_CASE(php_openssl) {
  const std::string php = variable("PHP", variable("PKG", "var/pkg") + "/usr/bin/php8.2");
  BOOST_TEST(run("'" + php + "' -n tests/tools/jose_php.php '" + path + "'").code == 0);
}

BOOST_AUTO_TEST_SUITE_END()
