// Which time counts where this host's clock and the database's disagree.
#include "service/house_clock.hh"
#include "service/visitor.hh"
#include "support/lying_server.hh"
#include "support/world.hh"

using namespace doorward;
using namespace tests;

namespace {

bool near(Time a, Time b) { return std::chrono::abs(a - b) < seconds(30); }

struct Clocks {
  tests::World world;
  SetClock own;
  service::HouseClock house{own, world.database};
  Time truth = port::SystemClock().now();
};

}  // namespace

BOOST_AUTO_TEST_SUITE(house_clock)

BOOST_FIXTURE_TEST_CASE(within_the_tolerance_the_host_s_own_time_counts, Clocks) {
  for (const auto off : {seconds(-50), seconds(0), seconds(50)}) {
    own.at = truth + off;
    BOOST_CHECK(house.now() == own.at);
  }
}

BOOST_FIXTURE_TEST_CASE(beyond_it_the_database_s, Clocks) {
  for (const auto off : {seconds(-7200), seconds(-70), seconds(100), seconds(86400)}) {
    own.at = truth + off;
    BOOST_CHECK(near(house.now(), truth));
    BOOST_CHECK(house.own() == own.at);
  }
  own.at = truth;
  BOOST_CHECK(house.now() == own.at);  // put right
}

BOOST_FIXTURE_TEST_CASE(it_costs_no_question_while_they_agree, Clocks) {
  own.at = truth;
  world.statements();
  BOOST_CHECK(house.unasked() == own.at);
  BOOST_TEST(world.statements() == 0);
  house.now();
  world.statements();
  for (int i = 0; i < 10; ++i) house.now();
  BOOST_TEST(world.statements() == 0);
  own.at = truth + seconds(7200);
  for (int i = 0; i < 10; ++i) house.now();
  BOOST_TEST(world.statements() <= 2);
}

BOOST_FIXTURE_TEST_CASE(a_new_connection_says_the_time_unasked, Clocks) {
  store::Database fresh(world.config);
  service::HouseClock(own, fresh).now();
  BOOST_TEST(fresh.mysql().meter().calls == 2u);  // the connection, and what is asked of each
}

BOOST_AUTO_TEST_CASE(without_the_database_the_later_one_counts) {
  const ConfigWords nowhere = {{"database.hosts", "/nowhere/mysql.sock"}};
  tests::World world(nowhere);
  SetClock own;
  service::HouseClock house(own, world.database);
  own.at += seconds(7200);
  BOOST_CHECK(house.now() == own.at);  // nothing is known of the other
  tests::World reached;
  service::HouseClock second(own, reached.database);
  BOOST_CHECK(near(second.now(), port::SystemClock().now()));
}

BOOST_AUTO_TEST_CASE(a_silent_database_is_not_asked_again_at_once) {
  const LyingServer silent("");
  tests::World world(ConfigWords{{"database.hosts", silent.address()}, {"database.timeout", "1s"}});
  SetClock own;
  service::HouseClock house(own, world.database);
  BOOST_CHECK(house.now() == own.at);
  BOOST_TEST(world.statements() > 0u);
  for (int i = 0; i < 3; ++i) BOOST_CHECK(house.now() == own.at);  // it took a second: nine more of rest
  BOOST_TEST(world.statements() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
