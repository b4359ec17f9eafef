// What a program that lives for one request takes from memory instead of the database, and what it does not believe.
#include "service/outset.hh"

#include "service/access_token.hh"
#include "service/house_clock.hh"
#include "service/issue_access_token.hh"
#include "support/memcached_process.hh"
#include "support/world.hh"

using namespace doorward;
using namespace tests;

namespace {

/// Long enough for a busy machine.
const ConfigWords patient = {{"memcached.trust", "30s"}};

/// With parts of its own, as each such program has. Its clock is right unless it is set.
struct Program {
  explicit Program(const MemcachedProcess& memcached, ConfigWords changes = patient)
      : world((changes["memcached.servers"] = memcached.address(), changes)) {
    house.look_first([this] { outset.recall(); });
  }
  std::uint64_t questions() { return world.database.mysql().meter().calls; }

  bool verifies(const Secret& token) {
    auto ask = world.ask();
    ask.now = house.now();
    return bool(service::read_access_token(ask, token.reveal()));
  }
  Secret issue() {
    auto ask = world.ask();
    ask.now = house.now();
    SessionFacts session;
    UserFacts user;
    TenantFacts tenant;
    session.id = SessionId(world.random.id(ask.now));
    session.expires_at = ask.now + std::chrono::days{30};
    user.id = UserId(world.random.id(ask.now));
    tenant.id = TenantId(world.random.id(ask.now));
    return service::issue_access_token(ask, session, user, tenant, "");
  }

  World world;
  service::HouseClock house{world.clock, world.database};
  service::Outset outset{world.config, world.memory, world.keys, world.database, world.clock};
};

struct Installation {
  MemcachedProcess memcached;
  Program first{memcached};
  Secret token = first.issue();
  Time now = first.world.clock.now();

  /// What the next program asks the database for before it knows that the token is good. `ahead`: of `now`.
  std::uint64_t asked_by_next(Span ahead = Span::zero()) const {
    Program next(memcached);
    next.world.clock.at = now + ahead;
    BOOST_TEST(next.verifies(token));
    return next.questions();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(outset, Installation)

BOOST_AUTO_TEST_CASE(the_second_program_asks_the_database_nothing) {
  BOOST_TEST(asked_by_next() > 0u);  // nothing was kept yet
  first.outset.keep();
  BOOST_TEST(asked_by_next() == 0u);
}

BOOST_AUTO_TEST_CASE(it_is_believed_as_long_as_any_record) {
  first.outset.keep();
  const Span trust = first.world.config.memcached.trust;
  BOOST_TEST(asked_by_next(trust) == 0u);
  BOOST_TEST(asked_by_next(trust + seconds(1)) > 0u);
  BOOST_TEST(asked_by_next(seconds(-1)) == 0u);
  BOOST_TEST(asked_by_next(seconds(-2)) > 0u);
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_set_meanwhile_is_noticed) {
  first.outset.keep();
  for (const auto off : {std::chrono::hours(-1), std::chrono::hours(1)}) {
    Program next(memcached);
    next.world.clock.at = now;
    BOOST_TEST(next.verifies(token));
    BOOST_TEST(next.questions() == 0u);
    next.world.clock.at = now + off;
    BOOST_CHECK(std::chrono::abs(next.house.now() - now) < std::chrono::minutes(1));
    BOOST_TEST(next.questions() > 0u);
  }
}

BOOST_AUTO_TEST_CASE(what_comes_alive_again_when_the_clock_goes_back_is_not_believed) {
  first.world.clock.at = now + std::chrono::hours(1);  // it was read then, as far as the host's clock says
  first.world.keys.jwks(first.world.database, first.world.clock.at);
  first.outset.keep();
  Program next(memcached);
  next.world.clock.at = now + std::chrono::hours(1);
  BOOST_CHECK(std::chrono::abs(next.house.now() - now) < std::chrono::minutes(1));
  BOOST_TEST(next.questions() > 0u);
}

BOOST_AUTO_TEST_CASE(who_took_it_from_memory_does_not_make_it_younger) {
  first.outset.keep();
  Program second(memcached);
  second.world.clock.at = now + seconds(6);
  BOOST_TEST(second.verifies(token));
  second.issue();  // for which it asked the database
  second.outset.keep();
  BOOST_TEST(asked_by_next(first.world.config.memcached.trust + seconds(2)) > 0u);
}

BOOST_AUTO_TEST_CASE(nothing_that_stands_there_is_taken_for_it) {
  first.outset.keep();
  const auto keys = memcached.keys();
  BOOST_REQUIRE(keys.size() == 1u);
  const std::string value = memcached.look(keys[0]);
  for (std::size_t at : {std::size_t{0}, std::size_t{1}, std::size_t{9}, value.size() / 2, value.size() - 1}) {
    std::string changed = value;
    changed[at] = char(changed[at] ^ 1);
    memcached.put(keys[0], changed);
    BOOST_TEST(asked_by_next() > 0u, at);
  }
  memcached.put(keys[0], value);
  BOOST_TEST(asked_by_next() == 0u);
}

BOOST_AUTO_TEST_CASE(who_signs_asks_the_database_for_the_key) {
  first.outset.keep();
  Program next(memcached);
  const Secret own = next.issue();
  BOOST_TEST(next.questions() > 0u);
  BOOST_TEST(first.verifies(own));
}

BOOST_AUTO_TEST_CASE(a_key_that_was_not_remembered_is_asked_for) {
  first.outset.keep();
  Program next(memcached);
  BOOST_TEST(next.verifies(token));
  BOOST_TEST(next.questions() == 0u);
  auto ask = next.world.ask();
  BOOST_TEST(!next.world.keys.learn("no such key", next.world.database, ask.now));
  BOOST_TEST(next.questions() > 0u);
  BOOST_TEST(next.verifies(token));
}

BOOST_AUTO_TEST_CASE(another_installation_behind_the_same_memcached_has_another_one) {
  first.outset.keep();
  ConfigWords changes = patient;
  changes["database.schema"] = "another";
  Program other(memcached, changes);
  other.outset.recall();
  BOOST_TEST(!other.world.database.said());
}

BOOST_AUTO_TEST_CASE(without_memory_the_database_is_asked) {
  World world(ConfigWords{{"memcached.servers", ""}});
  service::Outset outset(world.config, world.memory, world.keys, world.database, world.clock);
  outset.recall();
  BOOST_TEST(!world.keys.verifiers(world.database, world.clock.now()).empty());
  outset.keep();
}

BOOST_AUTO_TEST_SUITE_END()
