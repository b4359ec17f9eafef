// Coming in: session, tokens, claims and events.
#include "support/test.hh"

#include <algorithm>

#include "base/encode.hh"
#include "base/text.hh"
#include "model/credential.hh"
#include "port/crypto.hh"
#include "service/device.hh"
#include "service/visitor.hh"
#include "store/sessions.hh"
#include "support/sign_in.hh"

using namespace doorward;
using namespace tests;

namespace {

struct House {
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant, "manager");

  void set_user(std::string_view statement) {
    store::TenantDb(world.database, tenant).run(statement, {port::sql(user.id)});
  }
  Code refusal(const User& as_read) {
    const auto before = number(world, tenant, "SELECT COUNT(*) FROM t_sessions");
    const auto entered = try_enter(world, as_read, {Transport::token, {"pwd"}, ""});
    BOOST_REQUIRE(!entered);
    BOOST_TEST(number(world, tenant, "SELECT COUNT(*) FROM t_sessions") == before);
    BOOST_TEST(events_of(world, tenant).empty());
    return entered.error().code;
  }
};

std::vector<std::string> names_of(const port::Json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : *object.object()) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

bool is(Code got, Code wanted) {
  if (got != wanted) BOOST_TEST_MESSAGE("got " << row_of(got).name);
  return got == wanted;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(entrance, House)

BOOST_AUTO_TEST_CASE(tokens_carry_exactly_the_published_claims) {
  const auto entered = sign_in(world, user);
  BOOST_REQUIRE(entered.tokens.has_value());
  const auto claims = claims_of(entered.tokens->access_token);
  const std::vector<std::string> expected{"amr",   "aud",        "auth_time", "device_id",   "exp",        "iat",
                                          "iss",   "jti",        "nbf",       "permissions", "plan_type",  "role",
                                          "scope", "session_id", "sub",       "tenant_id",   "tenant_slug"};
  BOOST_TEST(names_of(claims) == expected, boost::test_tools::per_element());
  const std::int64_t now = to_unix(world.clock.now());
  BOOST_TEST(*claims.find("iss")->string() == world.config.service.public_url);
  BOOST_TEST(*claims.find("aud")->string() == "doorward");
  BOOST_TEST(*claims.find("sub")->string() == user.id.text());
  BOOST_TEST(*claims.find("iat")->integer() == now);
  BOOST_TEST(*claims.find("nbf")->integer() == now);
  BOOST_TEST(*claims.find("exp")->integer() == now + 900);
  BOOST_TEST(*claims.find("auth_time")->integer() == now);
  BOOST_TEST(*claims.find("tenant_id")->string() == tenant.text());
  BOOST_TEST(*claims.find("tenant_slug")->string() == world.slug_of(tenant));
  BOOST_TEST(*claims.find("plan_type")->string() == "pro");
  BOOST_TEST(*claims.find("role")->string() == "manager");
  BOOST_TEST(*claims.find("session_id")->string() == entered.session.id.text());
  BOOST_TEST(*claims.find("device_id")->string() == "device-1");
  BOOST_TEST(*claims.find("amr")->array()->at(0).string() == "pwd");
  BOOST_TEST(claims.find("permissions")->array()->size() == entered.permissions.size());
  BOOST_TEST(entered.tokens->expires_in.count() == 900);
  BOOST_TEST(entered.tokens->refresh_expires_in.count() == 604800);
}

BOOST_AUTO_TEST_CASE(the_header_names_type_algorithm_and_key) {
  const auto token = sign_in(world, user).tokens->access_token;
  const auto header = port::parse_json(*from_base64url(split(token.reveal(), '.').at(0)));
  BOOST_REQUIRE(bool(header));
  BOOST_TEST(*header->find("typ")->string() == "at+jwt");
  BOOST_TEST(*header->find("alg")->string() == "RS256");
  BOOST_TEST(*header->find("kid")->string() == world.keys.signer(world.database, world.clock.now()).kid());
}

BOOST_AUTO_TEST_CASE(both_events_stand_beside_the_session) {
  const auto entered = sign_in(world, user);
  const std::vector<std::string> expected{"auth_session_created", "user_logged_in"};
  BOOST_TEST(events_of(world, tenant, user.id) == expected, boost::test_tools::per_element());
  BOOST_TEST(number(world, tenant, "SELECT COUNT(*) FROM t_events WHERE session_id = ? AND correlation_id = ?",
                    {port::sql(entered.session.id), std::string("test-correlation")}) == 2);
  BOOST_TEST(number(world, tenant, "SELECT COUNT(*) FROM t_event_details WHERE ip_address = '192.0.2.7'") == 2);
}

BOOST_AUTO_TEST_CASE(the_entry_is_counted) {
  BOOST_TEST(sign_in(world, user).user.login_count == 1);
  BOOST_TEST(sign_in(world, user).user.login_count == 2);
  BOOST_TEST(number(world, tenant, "SELECT login_count FROM t_users WHERE id = ?", {port::sql(user.id)}) == 2);
}

BOOST_AUTO_TEST_CASE(a_session_cookie_comes_without_tokens_and_opens_the_gate) {
  const auto entered = sign_in(world, user, Transport::session);
  BOOST_TEST(!entered.tokens.has_value());
  BOOST_TEST(parse_credential(OpaqueKind::session, entered.session_cookie.reveal()).has_value());
  auto ask = world.ask();
  const auto visitor = service::by_session_cookie(ask, entered.session_cookie.reveal());
  BOOST_REQUIRE(bool(visitor));
  BOOST_TEST(bool(visitor->user.id == user.id));
  BOOST_TEST(bool(visitor->session.id == entered.session.id));
  BOOST_TEST(number(world, tenant, "SELECT COUNT(*) FROM t_refresh_tokens") == 0);
}

BOOST_AUTO_TEST_CASE(an_access_token_opens_the_gate) {
  const auto entered = sign_in(world, user, Transport::cookie);
  auto ask = world.ask();
  const auto visitor = service::by_access_token(ask, entered.tokens->access_token.reveal(), CredentialKind::cookie);
  BOOST_REQUIRE(bool(visitor));
  BOOST_TEST(bool(visitor->session.id == entered.session.id));
  BOOST_TEST(visitor->user.permissions == entered.permissions, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_that_entering_gives_was_there_before) {
  const auto first = sign_in(world, user), second = sign_in(world, user);
  BOOST_TEST(bool(first.session.id != second.session.id));
  BOOST_TEST(first.tokens->refresh_token.reveal() != second.tokens->refresh_token.reveal());
  BOOST_TEST(first.device_cookie.reveal() != second.device_cookie.reveal());
  const auto one = claims_of(first.tokens->access_token), other = claims_of(second.tokens->access_token);
  BOOST_TEST(*one.find("jti")->string() != *other.find("jti")->string());
}

BOOST_AUTO_TEST_CASE(who_may_not_enter_leaves_no_trace) {
  const User as_read = read_user(world, user);
  const std::vector<std::pair<std::string, Code>> cases{{"inactive", Code::ACCOUNT_INACTIVE},
                                                        {"suspended", Code::ACCOUNT_INACTIVE},
                                                        {"invited", Code::ACCOUNT_INACTIVE},
                                                        {"locked", Code::ACCOUNT_LOCKED}};
  for (const auto& [status, code] : cases) {
    set_user("UPDATE t_users SET status = '" + status + "' WHERE id = ?");
    BOOST_TEST(is(refusal(as_read), code), status);
  }
  set_user("UPDATE t_users SET status = 'active', deleted_at = '2026-01-01' WHERE id = ?");
  BOOST_TEST(is(refusal(as_read), Code::INVALID_CREDENTIALS));
}

BOOST_AUTO_TEST_CASE(a_tenant_that_is_not_active_lets_nobody_in) {
  for (const char* status : {"suspended", "canceled"}) {
    world.platform().mysql().run("UPDATE tenants SET status = ? WHERE id = ?",
                                 {std::string(status), port::sql(tenant)});
    BOOST_TEST(is(refusal(read_user(world, user)), Code::INVALID_TENANT), status);
  }
}

BOOST_AUTO_TEST_CASE(what_was_checked_before_a_password_change_opens_nothing_after_it) {
  const User as_read = read_user(world, user);
  set_user("UPDATE t_users SET password_set_at = password_set_at + INTERVAL 1 MICROSECOND WHERE id = ?");
  BOOST_TEST(is(refusal(as_read), Code::INVALID_CREDENTIALS));
  const User again = read_user(world, user);
  set_user("UPDATE t_users SET tokens_not_before = '2026-01-01' WHERE id = ?");
  BOOST_TEST(is(refusal(again), Code::INVALID_CREDENTIALS));
}

BOOST_AUTO_TEST_CASE(an_unverified_address_is_refused_where_the_tenant_asks_for_proof) {
  set_user("UPDATE t_users SET email_verified_at = NULL WHERE id = ?");
  BOOST_TEST(bool(try_enter(world, read_user(world, user), {Transport::token, {"pwd"}, ""})));
  store::TenantDb(world.database, tenant)
      .run("INSERT INTO t_tenant_settings (tenant_id, name, value, updated_at) VALUES (?, ?, ?, ?)",
           {port::sql(tenant), std::string("registration.verify_email"), std::string("true"), world.clock.now()});
  const auto refused = try_enter(world, read_user(world, user), {Transport::token, {"pwd"}, ""});
  BOOST_REQUIRE(!refused);
  BOOST_TEST(is(refused.error().code, Code::EMAIL_NOT_VERIFIED));
  set_user("UPDATE t_users SET email_source = 'admin' WHERE id = ?");
  BOOST_TEST(bool(try_enter(world, read_user(world, user), {Transport::token, {"pwd"}, ""})));
}

BOOST_AUTO_TEST_CASE(a_tenant_decides_how_long_its_sessions_live_and_nothing_of_the_host) {
  store::TenantDb db(world.database, tenant);
  for (const auto& [name, value] : ConfigWords{{"tokens.refresh_ttl", "2h"},
                                               {"sessions.idle", "10m"},
                                               {"sessions.absolute", "3h"},
                                               {"tokens.access_ttl", "1h"},
                                               {"no.such", "x"}})
    db.run("INSERT INTO t_tenant_settings (tenant_id, name, value, updated_at) VALUES (?, ?, ?, ?)",
           {port::sql(tenant), name, value, world.clock.now()});
  const auto by_token = sign_in(world, user);
  BOOST_TEST(by_token.tokens->refresh_expires_in.count() == 7200);
  BOOST_TEST(by_token.tokens->expires_in.count() == 900);
  const auto by_cookie = sign_in(world, user, Transport::session).session;
  BOOST_TEST(bool(by_cookie.expires_at == world.clock.now() + seconds{10800}));
  BOOST_TEST(bool(by_cookie.idle_ends_at == world.clock.now() + seconds{600}));
}

BOOST_AUTO_TEST_CASE(people_of_the_platform_and_of_resellers_carry_no_tenant) {
  const TenantId reseller = world.make_tenant("", "reseller");
  const auto of_reseller = sign_in(world, world.make_user(reseller, "reseller"));
  const auto claims = claims_of(of_reseller.tokens->access_token);
  for (const char* name : {"tenant_id", "tenant_slug", "plan_type"}) BOOST_TEST(claims.find(name) == nullptr);
  BOOST_TEST(*claims.find("reseller_id")->string() == reseller.text());
  BOOST_TEST(of_reseller.tenant.id.nil());
  const auto of_platform = sign_in(world, world.make_user(platform_tenant, "platform_admin"));
  const auto platform_claims = claims_of(of_platform.tokens->access_token);
  for (const char* name : {"tenant_id", "tenant_slug", "plan_type", "reseller_id"})
    BOOST_TEST(platform_claims.find(name) == nullptr);
  auto ask = world.ask();
  for (const auto& entered : {of_reseller, of_platform})
    BOOST_TEST(bool(service::by_access_token(ask, entered.tokens->access_token.reveal(), CredentialKind::bearer)));
}

BOOST_AUTO_TEST_CASE(a_device_cookie_knows_its_tenant_and_account_alone) {
  const auto cookie = sign_in(world, user).device_cookie;
  auto ask = world.ask();
  const auto device = service::known_device(ask, tenant, user.email, cookie.reveal());
  BOOST_REQUIRE(device.has_value());
  BOOST_TEST(device->size() == 16U);
  BOOST_TEST(!service::known_device(ask, tenant, "other@example.test", cookie.reveal()));
  BOOST_TEST(!service::known_device(ask, platform_tenant, user.email, cookie.reveal()));
  std::string forged(cookie.reveal());
  forged[40] = forged[40] == 'A' ? 'B' : 'A';
  BOOST_TEST(!service::known_device(ask, tenant, user.email, forged));
  BOOST_TEST(!service::known_device(ask, tenant, user.email, ""));
}

BOOST_AUTO_TEST_CASE(a_device_id_that_is_too_long_is_named) {
  const auto refused = try_enter(world, read_user(world, user), {Transport::token, {"pwd"}, std::string(65, 'x')});
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().fields.at(0).field == "device_id");
}

BOOST_AUTO_TEST_SUITE_END()
