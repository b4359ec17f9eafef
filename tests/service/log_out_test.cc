// Logging out by each credential, once, again and everywhere.
#include "support/test.hh"

#include "model/credential.hh"
#include "service/revoke_access_token.hh"
#include "service/visitor.hh"
#include "support/sign_in.hh"

using namespace doorward;
using namespace tests;
using service::LogOut;
using service::Revoked;

namespace {

struct SignedIn {
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);
  service::Entered by_token = sign_in(world, user), other = sign_in(world, user);
  service::Entered by_cookie = sign_in(world, user, Transport::session);

  Result<Revoked> out(const LogOut& wanted) {
    auto ask = world.ask();
    return service::log_out(ask, wanted);
  }
  bool done(const LogOut& wanted) {
    const auto revoked = out(wanted);
    return revoked && !revoked->effective_at;
  }
  bool refused(const LogOut& wanted, Code code) {
    const auto revoked = out(wanted);
    return !revoked && revoked.error().code == code;
  }
  bool lives(const service::Entered& who) {
    auto ask = world.ask();
    if (!who.tokens) return bool(service::by_session_cookie(ask, who.session_cookie.reveal()));
    return bool(service::by_access_token(ask, who.tokens->access_token.reveal(), CredentialKind::bearer));
  }
  static LogOut with_access(const service::Entered& who) { return {false, {}, who.tokens->access_token, {}}; }
  static LogOut with_refresh(const service::Entered& who) { return {false, who.tokens->refresh_token, {}, {}}; }
  static LogOut with_cookie(const service::Entered& who) {
    return {false, {}, {}, std::string(who.session_cookie.reveal())};
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(logging_out, SignedIn)

BOOST_AUTO_TEST_CASE(each_credential_ends_its_own_session_and_no_other) {
  BOOST_TEST((lives(by_token) && lives(other) && lives(by_cookie)));
  BOOST_TEST(done(with_access(by_token)));
  BOOST_TEST((!lives(by_token) && lives(other) && lives(by_cookie)));
  BOOST_TEST(done(with_refresh(other)));
  BOOST_TEST((!lives(other) && lives(by_cookie)));
  BOOST_TEST(done(with_cookie(by_cookie)));
  BOOST_TEST(!lives(by_cookie));
  BOOST_TEST(count_events(world, tenant, "user_logout") == 3);
  BOOST_TEST(!refresh(world, by_token.tokens->refresh_token));
}

BOOST_AUTO_TEST_CASE(to_have_ended_already_is_success_and_no_second_event) {
  for (int i = 0; i < 3; ++i) {
    BOOST_TEST(done(with_access(by_token)));
    BOOST_TEST(done(with_refresh(by_token)));
    BOOST_TEST(done(with_cookie(by_cookie)));
  }
  BOOST_TEST(count_events(world, tenant, "user_logout") == 2);
}

BOOST_AUTO_TEST_CASE(all_ends_every_session_of_the_person_and_of_nobody_else) {
  const auto neighbour = sign_in(world, world.make_user(tenant));
  auto wanted = with_access(by_token);
  wanted.all = true;
  BOOST_TEST(done(wanted));
  BOOST_TEST((!lives(by_token) && !lives(other) && !lives(by_cookie)));
  BOOST_TEST(lives(neighbour));
  BOOST_TEST(done(wanted));
  BOOST_TEST(count_events(world, tenant, "user_logout") == 1);
  const auto anew = sign_in(world, user);
  BOOST_TEST(done(wanted));  // a session that ended has no right over later ones
  BOOST_TEST(lives(anew));
}

BOOST_AUTO_TEST_CASE(an_expired_access_token_needs_a_companion) {
  world.clock.at += seconds{901};
  BOOST_TEST(refused(with_access(by_token), Code::TOKEN_EXPIRED));
  auto wanted = with_access(by_token);
  wanted.refresh_token = by_token.tokens->refresh_token;
  BOOST_TEST(done(wanted));
  BOOST_TEST(!refresh(world, by_token.tokens->refresh_token));
  wanted = with_access(other);
  wanted.session_cookie = std::string(by_cookie.session_cookie.reveal());
  BOOST_TEST(done(wanted));
  BOOST_TEST(!lives(by_cookie));
  BOOST_TEST(bool(refresh(world, other.tokens->refresh_token)));
}

BOOST_AUTO_TEST_CASE(an_old_refresh_token_still_names_its_session) {
  const auto next = refresh(world, by_token.tokens->refresh_token);
  BOOST_REQUIRE(bool(next));
  BOOST_TEST(done(with_refresh(by_token)));
  BOOST_TEST(!refresh(world, next->tokens.refresh_token));
  BOOST_TEST(count_events(world, tenant, "suspicious_activity_detected") == 0);
}

BOOST_AUTO_TEST_CASE(who_shows_nothing_or_nonsense_is_told_so) {
  BOOST_TEST(refused({}, Code::TOKEN_REQUIRED));
  BOOST_TEST(refused({false, Secret("x"), {}, {}}, Code::REFRESH_TOKEN_NOT_FOUND));
  BOOST_TEST(refused({false, {}, Secret("x.y.z"), {}}, Code::INVALID_TOKEN));
  BOOST_TEST(refused({false, {}, {}, "x"}, Code::SESSION_EXPIRED));
  const auto stranger = make_credential(OpaqueKind::refresh, tenant, world.random.bytes(32));
  BOOST_TEST(done({false, stranger, {}, {}}));  // nothing lives under it
  BOOST_TEST(refused({true, stranger, {}, {}}, Code::SESSION_EXPIRED));
  BOOST_TEST(count_events(world, tenant, "user_logout") == 0);
}

BOOST_AUTO_TEST_CASE(credentials_of_two_people_are_ambiguous_and_end_nothing) {
  const auto neighbour = sign_in(world, world.make_user(tenant));
  auto wanted = with_access(by_token);
  wanted.refresh_token = neighbour.tokens->refresh_token;
  BOOST_TEST(refused(wanted, Code::AMBIGUOUS_CREDENTIALS));
  const TenantId elsewhere = world.make_tenant();
  wanted.refresh_token = sign_in(world, world.make_user(elsewhere)).tokens->refresh_token;
  BOOST_TEST(refused(wanted, Code::AMBIGUOUS_CREDENTIALS));
  BOOST_TEST((lives(by_token) && lives(neighbour)));
}

BOOST_AUTO_TEST_CASE(one_access_token_is_revoked_while_its_session_lives) {
  const auto next = refresh(world, by_token.tokens->refresh_token);
  BOOST_REQUIRE(bool(next));
  BOOST_TEST(lives(by_token));
  auto ask = world.ask();
  for (int i = 0; i < 2; ++i) {
    const auto revoked = service::revoke_access_token(ask, by_token.tokens->access_token);
    BOOST_REQUIRE(bool(revoked));
    BOOST_TEST(!revoked->effective_at.has_value());
    BOOST_TEST(!lives(by_token));
  }
  BOOST_TEST(count_events(world, tenant, "access_token_revoked") == 1);
  BOOST_TEST(bool(service::by_access_token(ask, next->tokens.access_token.reveal(), CredentialKind::bearer)));
  BOOST_TEST(!service::revoke_access_token(ask, Secret("x.y.z")));
}

BOOST_AUTO_TEST_SUITE_END()
