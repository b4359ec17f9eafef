// A node is killed, stopped or ended while people come and go: an answer may be late or 503, and never wrong.
#include <signal.h>

#include <chrono>

#include "service/visitor.hh"
#include "support/cluster.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using namespace tests;
using std::chrono::steady_clock;

namespace {

constexpr int victim = 1;

bool come_again(Code code) { return code == Code::OVERLOADED || code == Code::DEPENDENCY_DOWN; }

/// A worker that begins with one node and knows the others; without memcached each answer is the database's.
struct Worker {
  World world;
  int good = 0;  // rounds in a row without a 503
  std::int64_t longest_ms = 0;

  explicit Worker(const ConfigWords& words) : world(words) { world.database.ping(); }

  /// The word for what became of an act: "ok", an error's name, or "503".
  template <class Act>
  std::string asked(const Act& act) {
    const auto begun = steady_clock::now();
    std::string word = "503";
    try {
      const auto answer = act();
      if (answer)
        word = "ok";
      else if (!come_again(answer.error().code))
        word = row_of(answer.error().code).name;
    } catch (const Failure& e) {
      BOOST_REQUIRE_MESSAGE(come_again(e.code()), e.what());
    }
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begun).count();
    longest_ms = std::max<std::int64_t>(longest_ms, took);
    if (word == "503") good = -1;
    return word;
  }
  std::string seen(const service::Entered& entered) {
    return asked([&] {
      auto ask = world.ask();
      return service::by_access_token(ask, entered.tokens->access_token.reveal(), CredentialKind::bearer);
    });
  }
  std::string out(const service::Entered& entered) {
    return asked([&] {
      auto ask = world.ask();
      return service::log_out(ask, {false, entered.tokens->refresh_token, {}, {}});
    });
  }
};

struct Scene {
  ConfigWords alone{{"memcached.servers", ""}, {"database.timeout", "1s"}};
  Worker first{beginning_at(0, alone)}, theirs{beginning_at(victim, alone)}, third{beginning_at(2, alone)};
  World& world = first.world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);
  service::Entered living = sign_in(world, user), family = sign_in(world, user);
  std::vector<service::Entered> ended;  // answered with "signed out"
  Secret token = family.tokens->refresh_token;
  int refreshed = 0, cut = 0;

  /// One round of everybody: what is true must be said, or nothing.
  void round() {
    for (Worker* worker : {&first, &theirs, &third}) {
      ++worker->good;
      const auto say = [&](const std::string& word, const std::string& truth) {
        BOOST_REQUIRE_MESSAGE(word == truth || word == "503", word << " instead of " << truth);
        cut += word == "503";
      };
      say(worker->seen(living), "ok");
      for (const auto& gone : ended) say(worker->seen(gone), "TOKEN_REVOKED");
      Secret successor;
      const auto word = worker->asked([&] {
        auto answer = refresh(worker->world, token);
        if (answer) successor = answer->tokens.refresh_token;
        return answer;
      });
      say(word, "ok");  // also where an earlier answer was cut: the same successor is given again
      if (word != "ok") continue;
      token = successor;
      ++refreshed;
    }
  }
  void end_one(Worker& by) {
    std::optional<service::Entered> entered;
    const auto word = by.asked([&] {
      entered = sign_in(by.world, user);
      return Result<void>();
    });
    if (word == "ok" && by.out(*entered) == "ok") ended.push_back(*entered);
  }
  /// Until every worker has answered everything three times in a row.
  void serve(const std::string& what) {
    const auto begun = steady_clock::now();
    while (std::min({first.good, theirs.good, third.good}) < 3) {
      BOOST_REQUIRE(steady_clock::now() - begun < std::chrono::seconds(90));
      round();
    }
    BOOST_TEST_MESSAGE(what << ": longest answer " << std::max({first.longest_ms, theirs.longest_ms, third.longest_ms})
                            << " ms, " << cut << " answers 503, " << refreshed << " refreshes");
  }
  void fault(const std::string& what, int number) {
    for (Worker* worker : {&first, &theirs, &third}) end_one(*worker);
    BOOST_REQUIRE(!ended.empty());
    for (int i = 0; i < 3; ++i) round();
    for (Worker* worker : {&first, &theirs, &third}) {
      worker->good = 0;
      worker->longest_ms = 0;
    }
    signal_node(victim, number);
    serve(what);
    end_one(first);
    round();
  }
  /// Everything that was answered stands on every node.
  void kept() {
    for (int node = 0; node < nodes; ++node) {
      Worker worker(on_node(node, {{"memcached.servers", ""}}));
      BOOST_TEST(worker.seen(living) == "ok");
      for (const auto& gone : ended) BOOST_TEST(worker.seen(gone) == "TOKEN_REVOKED");
      BOOST_TEST(number(worker.world, tenant, "SELECT COUNT(*) FROM t_refresh_tokens WHERE session_id = ?",
                        {port::sql(family.session.id)}) == refreshed + 1);
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(node_faults, Scene)

BOOST_AUTO_TEST_CASE(a_killed_node) {
  fault("killed", SIGKILL);
  await_end_of_node(victim);
  restore_cluster();
  kept();
}

BOOST_AUTO_TEST_CASE(an_ended_node) {
  fault("ended", SIGTERM);
  await_end_of_node(victim);
  restore_cluster();
  kept();
}

BOOST_AUTO_TEST_CASE(a_stopped_node_that_comes_back_says_nothing_old) {
  Worker stays(on_node(victim, alone));
  fault("stopped", SIGSTOP);
  signal_node(victim, SIGCONT);
  for (int i = 0; i < 50; ++i)
    for (const auto& gone : ended) {
      const auto word = stays.seen(gone);
      BOOST_REQUIRE_MESSAGE(word == "TOKEN_REVOKED" || word == "503", word);
    }
  restore_cluster();
  kept();
}

BOOST_AUTO_TEST_CASE(a_node_without_its_cluster_says_nothing_until_it_is_back) {
  Worker lonely(on_node(victim, alone)), patient(on_node(victim, {{"memcached.servers", ""}}));
  for (const int node : {0, 2}) signal_node(node, SIGSTOP);
  // The first answers wait until the node knows that it is alone; who has the patience is told so by the node.
  for (Worker* worker : {&patient, &lonely})
    for (int quiet = 0; quiet < 5;) {
      const auto word = worker->seen(living);
      BOOST_REQUIRE_MESSAGE(word == "503" || word == "ok", word);
      quiet = word == "503" ? quiet + 1 : 0;
    }
  BOOST_TEST(lonely.out(living) == "503");
  for (const int node : {0, 2}) signal_node(node, SIGCONT);
  restore_cluster();
  kept();
}

BOOST_AUTO_TEST_SUITE_END()
