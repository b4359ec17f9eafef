// What one node has answered, the others know at once; and of two who want the same name on two nodes one gets it.
#include "base/encode.hh"
#include "base/text.hh"
#include "service/accounts.hh"
#include "service/visitor.hh"
#include "store/ring.hh"
#include "support/at_once.hh"
#include "support/cluster.hh"
#include "support/crowd.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using namespace tests;

namespace {

const Secret password{"violet tractors hum at midnight"};

bool accepted(World& world, const service::Entered& entered) {
  auto ask = world.ask();
  return bool(service::by_access_token(ask, entered.tokens->access_token.reveal(), CredentialKind::bearer));
}

/// Signed in on one node, seen on all, signed out on one: how many nodes went on accepting it.
int believed_too_long(const ConfigWords& settings, int times) {
  std::vector<std::unique_ptr<World>> at;
  at.reserve(nodes);
  for (int node = 0; node < nodes; ++node) at.push_back(std::make_unique<World>(on_node(node, settings)));
  const TenantId tenant = at[0]->make_tenant();
  const MadeUser user = at[0]->make_user(tenant);
  int wrong = 0;
  for (int round = 0; round < times; ++round) {
    const std::size_t here = std::size_t(round) % nodes;
    const auto entered = sign_in(*at[here], user);
    for (const auto& node : at) BOOST_REQUIRE(accepted(*node, entered));
    auto ask = at[(here + 1) % nodes]->ask();
    const auto revoked = service::log_out(ask, {false, entered.tokens->refresh_token, {}, {}});
    BOOST_REQUIRE(revoked);
    BOOST_REQUIRE(!revoked->effective_at);
    for (const auto& node : at) wrong += accepted(*node, entered);
  }
  return wrong;
}

/// How each of `crowd` fared with an act that only one may do; contention is nobody's win.
template <class Act>
std::vector<std::string> fared(Crowd& crowd, const Act& act) {
  std::vector<std::string> words(crowd.size());
  crowd.all([&](World& each, std::size_t i) {
    auto ask = each.ask();
    try {
      words[i] = word_of(act(ask));
    } catch (const Failure& e) {
      words[i] = row_of(e.code()).name;
    }
  });
  return words;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(one_truth)

BOOST_AUTO_TEST_CASE(a_log_out_on_one_node_is_known_on_all_at_once) {
  BOOST_TEST(believed_too_long({}, rounds(200)) == 0);
}

BOOST_AUTO_TEST_CASE(a_log_out_on_one_node_is_known_on_all_at_once_without_memcached) {
  const ConfigWords none{{"memcached.servers", ""}};
  World with(on_node(0)), without(on_node(0, none));
  const Time long_ago = with.clock.now() - std::chrono::days(1);
  store::write_ring(with.owner(), without.memory.memcached().ring(), long_ago);
  BOOST_TEST(believed_too_long(none, rounds(200)) == 0);
  store::write_ring(with.owner(), with.memory.memcached().ring(), long_ago);
}

BOOST_AUTO_TEST_CASE(of_registrations_of_one_address_on_all_nodes_one_wins) {
  constexpr int in_a_tenant = 500;  // its plan has room for these
  Crowd crowd(nodes, Time(port::SystemClock().now()), [](int i) { return on_node(i); });
  World& world = crowd.at(0);
  TenantId tenant;
  const int times = rounds(30);
  for (int round = 0; round < times; ++round) {
    if (round % in_a_tenant == 0) tenant = world.make_tenant();
    const std::string email = to_hex(world.random.bytes(8)) + "@example.test";
    const auto words = fared(crowd, [&](service::Ask& ask) {
      return service::register_user(ask, tenant, {email, password, "Grace", "Hopper"}, Transport::token);
    });
    BOOST_TEST(count_of(words, "ok") == 1, join(words, " "));
    for (int node = 0; node < nodes; ++node)
      BOOST_TEST(number(crowd.at(node), tenant, "SELECT COUNT(*) FROM t_users WHERE email_key = ?", {email}) == 1);
  }
}

BOOST_AUTO_TEST_CASE(of_sign_ups_with_one_slug_on_all_nodes_one_wins) {
  Crowd crowd(nodes, Time(port::SystemClock().now()), [](int i) { return on_node(i); });
  World& world = crowd.at(0);
  const int times = rounds(30);
  for (int round = 0; round < times; ++round) {
    const std::string slug = "c-" + to_hex(world.random.bytes(8));
    const auto words = fared(crowd, [&](service::Ask& ask) {
      return service::sign_up(
          ask, {"Acme Works", slug, {slug + "@example.test", password, "Ada", "Lovelace"}, Transport::token});
    });
    BOOST_TEST(count_of(words, "ok") == 1);
    BOOST_TEST(world.database.tenant_by_slug(slug).has_value());
  }
}

BOOST_AUTO_TEST_SUITE_END()
