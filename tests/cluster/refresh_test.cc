// One refresh token, sixty-four workers, three nodes: one successor. And an end that races with it wins.
#include "support/test.hh"

#include <map>
#include <set>

#include "base/text.hh"
#include "service/visitor.hh"
#include "support/cluster.hh"
#include "support/crowd.hh"
#include "support/sign_in.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Told {
  std::string token;  // the successor; empty: refused
  Code code{};
};

/// Contention and a cut connection are answers too: 503, and the client comes again.
Told told(World& world, const Secret& token) {
  try {
    const auto answer = refresh(world, token);
    if (!answer) return {"", answer.error().code};
    return {std::string(answer->tokens.refresh_token.reveal()), {}};
  } catch (const Failure& e) {
    return {"", e.code()};
  }
}

bool come_again(Code code) { return code == Code::OVERLOADED || code == Code::DEPENDENCY_DOWN; }

struct Scene {
  World world{on_node(0)};
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);

  std::int64_t heads(SessionId session) {
    return number(world, tenant, "SELECT COUNT(*) FROM t_refresh_tokens WHERE session_id = ? AND used_at IS NULL",
                  {port::sql(session)});
  }
  Crowd spread(std::size_t size) {
    return Crowd(size, world.clock.now(), [](int i) { return on_node(i % nodes); });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(refresh_over_nodes, Scene)

BOOST_AUTO_TEST_CASE(of_64_parallel_refreshes_one_makes_the_successor_that_all_are_given) {
  Crowd crowd = spread(64);
  const int times = rounds(300);
  int again = 0;
  for (int round = 0; round < times; ++round) {
    const auto entered = sign_in(world, user);
    const Secret& token = entered.tokens->refresh_token;
    std::vector<Told> answers(crowd.size());
    crowd.all([&](World& each, std::size_t i) { answers[i] = told(each, token); });
    answers.push_back(told(crowd.at(std::size_t(round) % crowd.size()), token));  // and who comes later
    std::set<std::string> successors;
    for (const Told& answer : answers) {
      BOOST_REQUIRE_MESSAGE(!answer.token.empty() || come_again(answer.code), row_of(answer.code).name);
      if (answer.token.empty())
        ++again;
      else
        successors.insert(answer.token);
    }
    BOOST_REQUIRE_EQUAL(successors.size(), 1U);
    BOOST_REQUIRE_EQUAL(heads(entered.session.id), 1);
  }
  BOOST_TEST_MESSAGE(times << " tokens, " << again << " of " << times * 64 << " answers were 503");
  BOOST_TEST(count_events(world, tenant, "token_refreshed") == times);
}

BOOST_AUTO_TEST_CASE(a_family_that_was_ended_stays_ended_though_refreshes_on_other_nodes_race_with_its_end) {
  Crowd crowd = spread(6);
  const int times = rounds(100);
  int refreshed_first = 0, refused = 0, not_done = 0;
  for (int round = 0; round < times; ++round) {
    const auto entered = sign_in(world, user);
    std::vector<Told> answers(crowd.size());
    bool ended = false;
    crowd.all([&](World& each, std::size_t i) {
      if (i != std::size_t(round) % crowd.size()) {
        answers[i] = told(each, entered.tokens->refresh_token);
        return;
      }
      auto ask = each.ask();
      try {
        ended = bool(service::log_out(ask, {false, entered.tokens->refresh_token, {}, {}}));
      } catch (const Failure& e) {
        BOOST_REQUIRE(come_again(e.code()));
      }
    });
    not_done += !ended;
    if (!ended) continue;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      ++(answers[i].token.empty() ? refused : refreshed_first);
      const Secret given(answers[i].token.empty() ? std::string(entered.tokens->refresh_token.reveal())
                                                  : answers[i].token);
      for (std::size_t node = 0; node < nodes; ++node)
        BOOST_REQUIRE(bool(told(crowd.at(node), given).code == Code::TOKEN_REVOKED));
    }
  }
  BOOST_TEST_MESSAGE("refreshed before the end: " << refreshed_first << ", refused: " << refused
                                                  << ", log-outs answered 503: " << not_done);
  BOOST_TEST(not_done < times);
}

BOOST_AUTO_TEST_SUITE_END()
