// Workers that die by SIGKILL before and after every statement.
#include "support/test.hh"

#include "service/visitor.hh"
#include "support/integrity.hh"
#include "support/sign_in.hh"
#include "support/statement_relay.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Scene {
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);

  std::int64_t live_sessions() {
    return number(world, tenant, "SELECT COUNT(*) FROM t_sessions WHERE ended_at IS NULL");
  }
  void holds_together() {
    for (const std::string& row : broken_rows(world, tenant)) BOOST_ERROR(row);
  }
  /// Kills at every command in turn, until the act runs through; how many commands it has.
  int at_every_step(KillAt when, const std::function<void(World&)>& act, const std::function<void()>& afterwards) {
    for (int n = 1;; ++n) {
      BOOST_REQUIRE(n < 100);
      const Relayed outcome = run_and_kill(world.clock.now(), n, when, act);
      afterwards();
      if (!outcome.killed) return outcome.commands;
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(killed_workers, Scene)

BOOST_AUTO_TEST_CASE(a_log_in_is_all_or_nothing_wherever_the_worker_dies) {
  for (const KillAt when : {KillAt::before, KillAt::after}) {
    std::int64_t last = live_sessions();
    const auto log_in = [&](World& child) { sign_in(child, user); };
    const int commands = at_every_step(when, log_in, [&] {
      holds_together();
      const auto now = live_sessions();
      BOOST_TEST((now == last || now == last + 1));
      last = now;
      BOOST_REQUIRE(bool(try_enter(world, read_user(world, user), {Transport::token, {"pwd"}, ""})));  // not held up
      ++last;
    });
    BOOST_TEST(commands > 10);
  }
}

BOOST_AUTO_TEST_CASE(a_refresh_loses_nobody_wherever_the_worker_dies) {
  for (const KillAt when : {KillAt::before, KillAt::after}) {
    auto entered = sign_in(world, user);
    Secret token = entered.tokens->refresh_token;
    const auto use = [&](World& child) {
      if (!refresh(child, token)) throw Failure("refused");
    };
    const int commands = at_every_step(when, use, [&] {
      holds_together();
      const auto repeated = refresh(world, token);  // as the client does
      BOOST_REQUIRE(bool(repeated));
      const auto again = refresh(world, token);
      BOOST_REQUIRE(bool(again));
      BOOST_TEST(again->tokens.refresh_token.reveal() == repeated->tokens.refresh_token.reveal());
      auto ask = world.ask();
      BOOST_TEST(bool(service::by_access_token(ask, repeated->tokens.access_token.reveal(), CredentialKind::bearer)));
      token = repeated->tokens.refresh_token;
      holds_together();
    });
    BOOST_TEST(commands > 8);
    BOOST_TEST(count_events(world, tenant, "suspicious_activity_detected") == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_log_out_ends_all_or_nothing_and_can_be_repeated) {
  for (const KillAt when : {KillAt::before, KillAt::after}) {
    auto one = sign_in(world, user), two = sign_in(world, user);
    const auto end_all = [&](World& child) {
      auto ask = child.ask();
      if (!service::log_out(ask, {true, one.tokens->refresh_token, {}, {}})) throw Failure("refused");
    };
    at_every_step(when, end_all, [&] {
      holds_together();
      const auto left = live_sessions();
      BOOST_TEST((left == 0 || left == 2));
      auto ask = world.ask();
      BOOST_REQUIRE(bool(service::log_out(ask, {true, one.tokens->refresh_token, {}, {}})));
      BOOST_TEST(live_sessions() == 0);
      BOOST_TEST(!service::by_access_token(ask, two.tokens->access_token.reveal(), CredentialKind::bearer));
      one = sign_in(world, user);
      two = sign_in(world, user);
    });
    auto ask = world.ask();
    BOOST_REQUIRE(bool(service::log_out(ask, {true, one.tokens->refresh_token, {}, {}})));
  }
}

BOOST_AUTO_TEST_SUITE_END()
