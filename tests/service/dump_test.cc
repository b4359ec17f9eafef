// A stolen dump of the database logs nobody in: nothing that was handed out stands there in any form that
// gives it back. And nothing handed out is ever handed out twice.
#include "support/test.hh"

#include <set>

#include "base/encode.hh"
#include "model/credential.hh"
#include "service/visitor.hh"
#include "support/sign_in.hh"

using namespace doorward;
using namespace tests;

namespace {

/// Every value of every row of every table, as bytes, read by the owner.
std::vector<std::string> dump(World& world) {
  std::map<std::string, unsigned> tables;
  world.owner().each(
      "SELECT table_name, COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() "
      "GROUP BY table_name",
      {}, [&](const port::SqlRow& row) { tables[row.text(0)] = unsigned(row.number(1)); });
  std::vector<std::string> values;
  for (const auto& [table, columns] : tables)
    world.owner().each("SELECT * FROM `" + table + "`", {}, [&, n = columns](const port::SqlRow& row) {
      for (unsigned column = 0; column < n; ++column)
        if (!row.null(column)) values.push_back(row.text(column));
    });
  return values;
}

/// The secret itself, and the ways in which somebody might have written it down.
std::vector<std::string> forms_of(const Secret& credential) {
  std::vector<std::string> forms{std::string(credential.reveal())};
  const auto parsed = parse_credential(credential.reveal());
  if (!parsed) return forms;
  const std::string bytes(parsed->secret.reveal());
  forms.insert(forms.end(), {bytes, to_hex(bytes), to_base64url(bytes)});
  return forms;
}

bool appears(const std::vector<std::string>& values, const std::string& needle) {
  for (const std::string& value : values)
    if (value.find(needle) != std::string::npos) return true;
  return false;
}

struct Scene {
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(stolen_dump, Scene)

BOOST_AUTO_TEST_CASE(nothing_that_was_handed_out_stands_in_the_database) {
  std::vector<Secret> issued{user.password};
  for (const Transport transport : {Transport::token, Transport::cookie, Transport::session}) {
    auto entered = sign_in(world, user, transport);
    for (const Secret& each : {entered.session_cookie, entered.device_cookie})
      if (!each.empty()) issued.push_back(each);
    if (!entered.tokens) continue;
    issued.push_back(entered.tokens->access_token);
    issued.push_back(entered.tokens->refresh_token);
    const auto next = refresh(world, entered.tokens->refresh_token);
    BOOST_REQUIRE(bool(next));
    issued.push_back(next->tokens.access_token);
    issued.push_back(next->tokens.refresh_token);
  }
  issued.push_back(world.keys.signer(world.database, world.clock.now()).private_der());
  const auto values = dump(world);
  BOOST_TEST(appears(values, user.email));  // the search finds what is there
  BOOST_TEST(issued.size() == 14U);
  for (const Secret& each : issued)
    for (const std::string& form : forms_of(each)) BOOST_TEST(!appears(values, form));
}

BOOST_AUTO_TEST_CASE(what_does_stand_there_opens_nothing) {
  const auto entered = sign_in(world, user, Transport::session);
  const auto by_token = sign_in(world, user);
  std::string cookie_hash, token_hash;
  store::TenantDb db(world.database, tenant);
  db.each("SELECT cookie_hash FROM t_sessions WHERE cookie_hash IS NOT NULL", {},
          [&](const port::SqlRow& row) { cookie_hash = row.text(0); });
  db.each("SELECT hash FROM t_refresh_tokens", {}, [&](const port::SqlRow& row) { token_hash = row.text(0); });
  auto ask = world.ask();
  BOOST_TEST(!service::by_session_cookie(ask, make_credential(OpaqueKind::session, tenant, cookie_hash).reveal()));
  BOOST_TEST(!refresh(world, make_credential(OpaqueKind::refresh, tenant, token_hash)));
  BOOST_TEST(bool(service::by_session_cookie(ask, entered.session_cookie.reveal())));
}

BOOST_AUTO_TEST_CASE(no_two_of_many_share_an_id_or_a_secret) {
  std::set<std::string> seen;
  std::size_t handed_out = 0;
  const auto take = [&](std::string_view text) {
    ++handed_out;
    seen.insert(std::string(text));
  };
  for (int i = 0; i < 100; ++i) {
    const auto entered = sign_in(world, user, i % 2 ? Transport::token : Transport::session);
    take(entered.session.id.text());
    take(entered.device_cookie.reveal());
    if (!entered.session_cookie.empty()) take(entered.session_cookie.reveal());
    if (!entered.tokens) continue;
    take(entered.tokens->refresh_token.reveal());
    take(*claims_of(entered.tokens->access_token).find("jti")->string());
    const auto next = refresh(world, entered.tokens->refresh_token);
    BOOST_REQUIRE(bool(next));
    take(next->tokens.refresh_token.reveal());
    take(*claims_of(next->tokens.access_token).find("jti")->string());
  }
  BOOST_TEST(handed_out == 450U);
  BOOST_TEST(seen.size() == handed_out);
}

BOOST_AUTO_TEST_SUITE_END()
