// What a node answers to a commit is what came of it, also where the servers' own word for that gets lost.
#include "port/mysql.hh"
#include "support/cluster.hh"
#include "support/crowd.hh"
#include "support/test.hh"

using namespace doorward;
using namespace tests;

namespace {

constexpr std::string_view opening = "SET @doorward_tenant = UNHEX(?), autocommit = 0";
constexpr std::string_view closing = "SET autocommit = 1, @doorward_tenant = NULL";

/// A table on all nodes, and a connection to each.
struct Nodes {
  Crowd crowd{nodes, Time(port::SystemClock().now()), [](int i) { return on_node(i); }};
  port::MySql& first = crowd.at(0).owner();

  Nodes() {
    first.execute("DROP TABLE IF EXISTS taken");
    first.execute("CREATE TABLE taken (place BIGINT PRIMARY KEY, node INT NOT NULL)");
    for (int node = 0; node < nodes; ++node) crowd.at(node).owner().connect();
  }
  ~Nodes() { first.execute("DROP TABLE taken"); }

  std::int64_t ask(int node, std::string_view statement, const std::vector<port::SqlValue>& values = {}) {
    std::int64_t said = -1;
    crowd.at(node).owner().each(statement, values, [&](const port::SqlRow& row) { said = std::stoll(row.text(0)); });
    return said;
  }
  std::int64_t replays() {
    std::int64_t all = 0;
    for (int node = 0; node < nodes; ++node)
      crowd.at(node).owner().each("SHOW STATUS LIKE 'wsrep_local_replays'", {},
                                  [&](const port::SqlRow& row) { all += std::stoll(row.text(1)); });
    return all;
  }
  /// Every node does `work` in a transaction at the same time; which of them were told that theirs is done.
  std::vector<int> done(const std::function<void(port::MySql&, int)>& work) {
    std::vector<int> yes(nodes, 0);
    crowd.all([&](World& world, std::size_t node) {
      port::MySql& mysql = world.owner();
      mysql.begin(opening, {std::string("00")}, closing);
      try {
        work(mysql, int(node));
        mysql.commit();
        yes[node] = 1;
      } catch (const port::SqlRefused&) {
        mysql.rollback();
      }
    });
    return yes;
  }
};

void take(port::MySql& mysql, std::int64_t place, int node) {
  mysql.run("INSERT INTO taken VALUES (?, ?)", {place, std::int64_t{node}});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(commits, Nodes)

BOOST_AUTO_TEST_CASE(of_three_that_ask_something_new_in_between_one_is_done) {
  const int times = rounds(2000);
  for (int round = 0; round < times; ++round) {
    const auto yes = done([&](port::MySql& mysql, int node) {
      take(mysql, round, node);
      // Prepared in the transaction: no statement was asked before.
      mysql.each("SELECT " + std::to_string(round), {}, [](const auto&) {});
      take(mysql, -3 * round - node - 1, node);
    });
    BOOST_REQUIRE(yes[0] + yes[1] + yes[2] == 1);
    const std::int64_t winner = ask(0, "SELECT node FROM taken WHERE place = ?", {std::int64_t{round}});
    BOOST_REQUIRE(yes.at(std::size_t(winner)) == 1);
  }
  BOOST_TEST(ask(0, "SELECT COUNT(*) FROM taken") == 2 * times);
}

BOOST_AUTO_TEST_CASE(a_transaction_that_a_node_applies_again_is_closed) {
  for (int node = 0; node < nodes; ++node)
    crowd.at(node).owner().execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  const std::int64_t before = replays();
  int told = 0;
  for (int round = 0; round < rounds(200); ++round) {
    const auto yes = done([&](port::MySql& mysql, int node) {
      const std::int64_t from = std::int64_t{nodes} * round;
      // The gap is locked on this node alone: who writes into it elsewhere is certified, and so are those here.
      mysql.each("SELECT node FROM taken WHERE place >= ? FOR UPDATE", {from}, [](const auto&) {});
      take(mysql, from + node, node);
    });
    for (int node = 0; node < nodes; ++node) {
      told += yes[std::size_t(node)];
      BOOST_REQUIRE(ask(node, "SELECT @@autocommit") == 1);
      BOOST_REQUIRE(ask(node, "SELECT @doorward_tenant IS NULL") == 1);
    }
  }
  for (int node = 0; node < nodes; ++node) BOOST_TEST(ask(node, "SELECT COUNT(*) FROM taken") == told);
  BOOST_TEST(replays() > before);
}

BOOST_AUTO_TEST_SUITE_END()
