// Refreshing one token after the other: rotation, grace, reuse, expiry.
#include "support/test.hh"

#include "model/credential.hh"
#include "service/visitor.hh"
#include "support/sign_in.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Family {
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);
  service::Entered entered = sign_in(world, user);
  Secret first = entered.tokens->refresh_token;

  Secret next(const Secret& token) {
    auto refreshed = refresh(world, token);
    BOOST_REQUIRE(bool(refreshed));
    return refreshed->tokens.refresh_token;
  }
  Code refusal(const Secret& token) {
    const auto refreshed = refresh(world, token);
    BOOST_REQUIRE(!refreshed);
    return refreshed.error().code;
  }
  bool refused(const Secret& token, Code wanted) {
    const Code got = refusal(token);
    if (got != wanted) BOOST_TEST_MESSAGE("got " << row_of(got).name);
    return got == wanted;
  }
  bool gate_opens(const Secret& access_token) {
    auto ask = world.ask();
    return bool(service::by_access_token(ask, access_token.reveal(), CredentialKind::bearer));
  }
  std::int64_t heads() {
    return number(world, tenant, "SELECT COUNT(*) FROM t_refresh_tokens WHERE session_id = ? AND used_at IS NULL",
                  {port::sql(entered.session.id)});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(refreshing, Family)

BOOST_AUTO_TEST_CASE(each_use_gives_a_new_token_of_the_same_session) {
  const auto once = refresh(world, first);
  BOOST_REQUIRE(bool(once));
  BOOST_TEST(once->tokens.refresh_token.reveal() != first.reveal());
  BOOST_TEST(bool(once->transport == Transport::token));
  const auto claims = claims_of(once->tokens.access_token);
  BOOST_TEST(*claims.find("session_id")->string() == entered.session.id.text());
  BOOST_TEST(*claims.find("device_id")->string() == "device-1");
  BOOST_TEST(gate_opens(once->tokens.access_token));
  BOOST_TEST(heads() == 1);
  BOOST_TEST(count_events(world, tenant, "token_refreshed") == 1);
  next(once->tokens.refresh_token);
  BOOST_TEST(count_events(world, tenant, "token_refreshed") == 2);
}

BOOST_AUTO_TEST_CASE(a_lost_answer_is_given_again_within_grace) {
  const Secret second = next(first);
  for (int i = 0; i < 3; ++i) {
    world.clock.at += seconds{10};
    BOOST_TEST(next(first).reveal() == second.reveal());
  }
  BOOST_TEST(heads() == 1);
  BOOST_TEST(count_events(world, tenant, "token_refreshed") == 1);
  BOOST_TEST(next(second).reveal() != second.reveal());
}

BOOST_AUTO_TEST_CASE(a_late_replay_ends_the_family_once) {
  const auto second = refresh(world, first);
  BOOST_REQUIRE(bool(second));
  world.clock.at += seconds{31};
  BOOST_TEST(refused(first, Code::REFRESH_TOKEN_REUSED));
  BOOST_TEST(refused(second->tokens.refresh_token, Code::REFRESH_TOKEN_REUSED));
  BOOST_TEST(refused(first, Code::REFRESH_TOKEN_REUSED));
  BOOST_TEST(count_events(world, tenant, "suspicious_activity_detected") == 1);
  BOOST_TEST(!gate_opens(second->tokens.access_token));
  BOOST_TEST(!gate_opens(entered.tokens->access_token));
}

BOOST_AUTO_TEST_CASE(grace_reaches_one_generation_only) {
  const Secret second = next(first);
  const Secret third = next(second);
  BOOST_TEST(refused(first, Code::REFRESH_TOKEN_REUSED));
  BOOST_TEST(refused(third, Code::REFRESH_TOKEN_REUSED));
  BOOST_TEST(refused(second, Code::REFRESH_TOKEN_REUSED));
  BOOST_TEST(count_events(world, tenant, "suspicious_activity_detected") == 1);
}

BOOST_AUTO_TEST_CASE(another_session_of_the_same_person_lives_on) {
  const auto other = sign_in(world, user);
  next(next(first));
  BOOST_TEST(refused(first, Code::REFRESH_TOKEN_REUSED));
  BOOST_TEST(gate_opens(other.tokens->access_token));
  next(other.tokens->refresh_token);
}

BOOST_AUTO_TEST_CASE(the_end_of_the_family_is_absolute) {
  Secret token = first;
  for (int day = 0; day < 6; ++day) {
    world.clock.at += seconds{86400};
    token = next(token);
  }
  world.clock.at += seconds{86400 - 60};
  const auto last = refresh(world, token);
  BOOST_REQUIRE(bool(last));
  BOOST_TEST(last->tokens.refresh_expires_in.count() == 60);
  BOOST_TEST(last->tokens.expires_in.count() == 60);
  world.clock.at += seconds{60};
  BOOST_TEST(refused(last->tokens.refresh_token, Code::REFRESH_TOKEN_EXPIRED));
  BOOST_TEST(!gate_opens(last->tokens.access_token));
}

BOOST_AUTO_TEST_CASE(what_is_no_token_of_ours_is_not_found) {
  port::SystemRandom random;
  BOOST_TEST(refused(make_credential(OpaqueKind::refresh, tenant, random.bytes(32)), Code::REFRESH_TOKEN_NOT_FOUND));
  const auto of_other =
      make_credential(OpaqueKind::refresh, world.make_tenant(), parse_credential(first.reveal())->secret.reveal());
  BOOST_TEST(refused(of_other, Code::REFRESH_TOKEN_NOT_FOUND));
  const auto as_cookie =
      make_credential(OpaqueKind::session, tenant, parse_credential(first.reveal())->secret.reveal());
  BOOST_TEST(refused(as_cookie, Code::REFRESH_TOKEN_NOT_FOUND));
  for (const std::string& text :
       {std::string(), std::string("x"), std::string(100000, 'A'), std::string(first.reveal()) + "A",
        std::string(entered.tokens->access_token.reveal())})
    BOOST_TEST(refused(Secret(text), Code::REFRESH_TOKEN_NOT_FOUND));
  next(first);
}

BOOST_AUTO_TEST_CASE(a_suspended_person_is_told_so_and_loses_no_token) {
  const std::vector<std::pair<std::string, Code>> cases{
      {"suspended", Code::ACCOUNT_INACTIVE}, {"inactive", Code::ACCOUNT_INACTIVE}, {"locked", Code::ACCOUNT_LOCKED}};
  for (const auto& [status, code] : cases) {
    store::TenantDb(world.database, tenant)
        .run("UPDATE t_users SET status = ? WHERE id = ?", {status, port::sql(user.id)});
    BOOST_TEST(refused(first, code), status);
  }
  BOOST_TEST(count_events(world, tenant, "token_refreshed") == 0);
  store::TenantDb(world.database, tenant)
      .run("UPDATE t_users SET status = 'active' WHERE id = ?", {port::sql(user.id)});
  next(first);
}

BOOST_AUTO_TEST_CASE(a_suspended_tenant_refreshes_nothing) {
  world.platform().mysql().run("UPDATE tenants SET status = 'suspended' WHERE id = ?", {port::sql(tenant)});
  BOOST_TEST(refused(first, Code::INVALID_TENANT));
}

BOOST_AUTO_TEST_CASE(what_was_authenticated_before_tokens_not_before_is_dead) {
  world.clock.at += seconds{5};
  store::TenantDb(world.database, tenant)
      .run("UPDATE t_users SET tokens_not_before = ? WHERE id = ?", {world.clock.now(), port::sql(user.id)});
  BOOST_TEST(refused(first, Code::TOKEN_REVOKED));
  const auto anew = sign_in(world, user);
  next(anew.tokens->refresh_token);
}

BOOST_AUTO_TEST_CASE(a_changed_role_is_in_the_next_access_token) {
  store::TenantDb(world.database, tenant).run("UPDATE t_users SET role = 'admin' WHERE id = ?", {port::sql(user.id)});
  const auto refreshed = refresh(world, first);
  BOOST_REQUIRE(bool(refreshed));
  BOOST_TEST(*claims_of(refreshed->tokens.access_token).find("role")->string() == "admin");
}

BOOST_AUTO_TEST_CASE(the_statements_of_a_refresh_are_counted) {
  next(first);
  const auto again = sign_in(world, user);
  world.statements();
  next(again.tokens->refresh_token);
  BOOST_TEST(world.statements() <= 13U);
}

BOOST_AUTO_TEST_SUITE_END()
