// Refreshing, many at once.
#include "support/test.hh"

#include <set>

#include "service/session_end.hh"
#include "service/visitor.hh"
#include "support/crowd.hh"
#include "support/sign_in.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Told {
  std::string token;  // the successor; empty: refused
  Code code{};
};

Told told(const Result<service::Refreshed>& answer) {
  if (!answer) return {"", answer.error().code};
  return {std::string(answer->tokens.refresh_token.reveal()), {}};
}

struct Scene {
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);

  std::int64_t heads(SessionId session) {
    return number(world, tenant, "SELECT COUNT(*) FROM t_refresh_tokens WHERE session_id = ? AND used_at IS NULL",
                  {port::sql(session)});
  }
  std::int64_t ended(SessionId session) {
    return number(world, tenant, "SELECT ended_at IS NOT NULL FROM t_sessions WHERE id = ?", {port::sql(session)});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(refresh_races, Scene)

BOOST_AUTO_TEST_CASE(of_64_parallel_refreshes_one_makes_the_successor_that_all_are_given) {
  Crowd crowd(64, world.clock.now());
  const int times = rounds(8);
  for (int round = 0; round < times; ++round) {
    const auto entered = sign_in(world, user);
    std::vector<Told> answers(crowd.size());
    crowd.all([&](World& each, std::size_t i) { answers[i] = told(refresh(each, entered.tokens->refresh_token)); });
    std::set<std::string> successors;
    for (const Told& answer : answers) successors.insert(answer.token);
    BOOST_REQUIRE_EQUAL(successors.size(), 1U);
    BOOST_TEST(*successors.begin() != "");
    BOOST_TEST(heads(entered.session.id) == 1);
    BOOST_TEST(count_events(world, tenant, "token_refreshed") == 2 * round + 1);
    BOOST_TEST(bool(refresh(world, Secret(*successors.begin()))));
  }
}

BOOST_AUTO_TEST_CASE(a_family_that_was_ended_stays_ended_though_refreshes_race_with_its_end) {
  Crowd crowd(4, world.clock.now());
  const int times = rounds(100);
  int refreshed_first = 0, ended_first = 0;
  for (int round = 0; round < times; ++round) {
    const auto entered = sign_in(world, user);
    std::vector<Told> answers(crowd.size());
    crowd.all([&](World& each, std::size_t i) {
      if (i > 0) {
        answers[i] = told(refresh(each, entered.tokens->refresh_token));
        return;
      }
      auto ask = each.ask();
      (void)service::log_out(ask, {false, entered.tokens->refresh_token, {}, {}});
    });
    BOOST_REQUIRE_EQUAL(ended(entered.session.id), 1);
    for (std::size_t i = 1; i < answers.size(); ++i) {
      ++(answers[i].token.empty() ? ended_first : refreshed_first);
      const Secret given(answers[i].token.empty() ? std::string(entered.tokens->refresh_token.reveal())
                                                  : answers[i].token);
      BOOST_REQUIRE(bool(told(refresh(world, given)).code == Code::TOKEN_REVOKED));
    }
    auto ask = world.ask();
    BOOST_REQUIRE(!service::by_access_token(ask, entered.tokens->access_token.reveal(), CredentialKind::bearer));
  }
  BOOST_TEST_MESSAGE("refreshed before the end: " << refreshed_first << ", refused: " << ended_first);
  BOOST_TEST(refreshed_first + ended_first == times * 3);
}

BOOST_AUTO_TEST_CASE(a_reuse_found_by_many_at_once_ends_the_family_with_one_event) {
  Crowd crowd(16, world.clock.now());
  const auto entered = sign_in(world, user);
  const auto second = refresh(world, entered.tokens->refresh_token);
  BOOST_REQUIRE(bool(second));
  BOOST_REQUIRE(bool(refresh(world, second->tokens.refresh_token)));
  std::vector<Told> answers(crowd.size());
  crowd.all([&](World& each, std::size_t i) { answers[i] = told(refresh(each, entered.tokens->refresh_token)); });
  for (const Told& answer : answers) BOOST_TEST(bool(answer.code == Code::REFRESH_TOKEN_REUSED));
  BOOST_TEST(count_events(world, tenant, "suspicious_activity_detected") == 1);
}

BOOST_AUTO_TEST_CASE(no_log_in_slips_in_between_while_all_sessions_end_and_the_password_changes) {
  Crowd crowd(4, world.clock.now());
  const int times = rounds(50);
  for (int round = 0; round < times; ++round) {
    const User as_checked = read_user(world, user);
    std::vector<char> entered(crowd.size());
    crowd.all([&](World& each, std::size_t i) {
      if (i > 0) {
        entered[i] = bool(try_enter(each, as_checked, {Transport::token, {"pwd"}, ""}));
        return;
      }
      auto ask = each.ask();
      store::TenantDb db(each.database, tenant);
      db.transaction([&] {
        db.run("UPDATE t_users SET password_set_at = password_set_at + INTERVAL 1 SECOND WHERE id = ?",
               {port::sql(user.id)});
        service::end_sessions_of(ask, db, user.id, std::nullopt, service::end_reason::password);
        return true;
      });
    });
    BOOST_REQUIRE_EQUAL(number(world, tenant, "SELECT COUNT(*) FROM t_sessions WHERE ended_at IS NULL"), 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
