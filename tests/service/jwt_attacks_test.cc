// Forged and broken access tokens against the whole check at the gate: signature, header and claims. The
// published cases are taken as they are, and once more with our own claims, so that only their defect is left.
#include <algorithm>

#include "base/encode.hh"
#include "base/text.hh"
#include "service/key_rotation.hh"
#include "service/visitor.hh"
#include "support/sign_in.hh"
#include "support/vectors.hh"

using namespace doorward;
using namespace ::tests;
using doorward::tests::text_at;
using doorward::tests::vector_text;
using doorward::tests::with_vectors;

namespace {

const Stack& own_stack() {
  static const Stack stack("");
  return stack;
}

struct Gate {
  World world{{{"service.public_url", "https://auth.example"}, {"tokens.audience", "tenant-a"}}, own_stack()};
  TenantId tenant;
  service::Entered entered;
  std::optional<port::JwkKey> signer;

  explicit Gate(const port::Json& vectors) {
    world.clock.at = from_unix(*vectors.find("now")->integer() - 100);
    tenant = world.make_tenant();
    entered = sign_in(world, world.make_user(tenant));
    for (const auto& jwk : *vectors.find("keys")->array()) accept(jwk);
    world.clock.at = from_unix(*vectors.find("now")->integer());
  }

  /// The published test keys become keys of this installation.
  void accept(const port::Json& jwk) {
    const auto key = port::JwkKey::from_jwk(port::dump_json(jwk));
    if (!key) return;  // a symmetric key: no installation can have one
    if (key->algorithm() == port::Algorithm::eddsa) signer = key;
    store::SigningKeyRow row;
    row.kid = key->kid();
    row.algorithm = std::string(port::to_word(key->algorithm()));
    row.public_jwk = key->public_jwk();
    row.sealed_private = "-";
    row.created_at = world.clock.now();
    store::insert_signing_key(world.owner(), row);
  }

  Result<Visitor> visit(std::string_view token) {
    auto ask = world.ask();
    return service::by_access_token(ask, token, CredentialKind::bearer);
  }

  /// The same claims with our names and ids wherever the case has the good value.
  std::string ours(const std::string& payload) {
    auto claims = port::parse_json(payload);
    if (!claims || !claims->object()) return payload;
    const auto replace = [&](const char* name, const char* good, const std::string& own_name, const std::string& own) {
      const port::Json* member = claims->find(name);
      if (!member) return;
      claims->set(own_name, member->string() && *member->string() == good ? port::Json(own) : *member);
    };
    replace("sub", "u-1", "sub", entered.user.id.text());
    replace("tid", "tenant-a", "tenant_id", tenant.text());
    claims->set("session_id", entered.session.id.text());
    return port::dump_json(*claims);
  }

  std::string signed_again(const std::string& token) {
    const auto parts = split(token, '.');
    const std::string data = std::string(parts.at(0)) + "." + to_base64url(ours(*from_base64url(parts.at(1))));
    return data + "." + to_base64url(signer->sign(data));
  }
};

/// Cases whose defect is in the bytes of signature or serialization, or in a key: a good signature would mend them.
bool lives_in_the_signature(const std::string& name) {
  const std::vector<std::string_view> beginnings{"signature",  "standard base64", "newline",    "NUL at",
                                                 "five parts", "empty",           "1 MiB",      "JSON serial",
                                                 "ES256",      "attacker",        "good ES256", "typ claim"};
  return std::any_of(beginnings.begin(), beginnings.end(), [&](auto each) { return name.starts_with(each); });
}

/// Our parser takes no NUL in a string: one stands in for it until the file is read.
constexpr char stand_in = '\x7f';

port::Json published() {
  std::string text = vector_text("jose/jwt_attacks.json");
  for (std::size_t at; (at = text.find("\\u0000")) != std::string::npos;) text.replace(at, 6, 1, stand_in);
  auto json = port::parse_json(text);
  if (!json) throw Failure("jwt_attacks.json is not understood");
  return *std::move(json);
}

std::string with_nul(std::string token) {
  std::replace(token.begin(), token.end(), stand_in, '\0');
  return token;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(jwt_attacks)

BOOST_AUTO_TEST_CASE(published_cases, *boost::unit_test::precondition(with_vectors)) {
  const auto vectors = published();
  Gate gate(vectors);
  BOOST_REQUIRE(gate.signer.has_value());
  int rebuilt = 0, let_in = 0;
  for (const auto& each : *vectors.find("cases")->array()) {
    const std::string &name = text_at(each, "name"), &expect = text_at(each, "expect");
    const std::string token = with_nul(text_at(each, "token"));
    const auto as_is = gate.visit(token);
    BOOST_TEST(!as_is, name);
    if (!as_is) BOOST_TEST(row_of(as_is.error().code).status == 401, name);
    if (lives_in_the_signature(name)) continue;
    ++rebuilt;
    const auto visitor = gate.visit(gate.signed_again(token));
    if (expect.starts_with("accept")) {
      BOOST_TEST(bool(visitor), name);
      let_in += bool(visitor);
    } else {
      BOOST_TEST(!visitor, name);
      if (!visitor) BOOST_TEST(row_of(visitor.error().code).status == 401, name);
    }
  }
  BOOST_TEST(rebuilt > 60);
  BOOST_TEST(let_in >= 2);
}

BOOST_AUTO_TEST_CASE(every_changed_character_of_a_good_token_shuts_the_gate) {
  World world;
  const auto entered = sign_in(world, world.make_user(world.make_tenant()));
  const std::string token(entered.tokens->access_token.reveal());
  auto ask = world.ask();
  BOOST_REQUIRE(bool(service::by_access_token(ask, token, CredentialKind::bearer)));
  for (std::size_t at = 0; at < token.size(); ++at) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    BOOST_TEST(!service::by_access_token(ask, changed, CredentialKind::bearer), at);
  }
  BOOST_TEST(bool(service::by_access_token(ask, token, CredentialKind::bearer)));
}

BOOST_AUTO_TEST_SUITE_END()
