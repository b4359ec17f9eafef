// A lock by name: one has it, and who is gone has it no longer.
#include "store/advisory_lock.hh"

#include "base/encode.hh"
#include "support/catalogue.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

struct Two {
  tests::World world;
  port::MySql first = connection(), second = connection();
  std::string name = "tests:" + to_hex(world.random.bytes(8));  // the whole server has one of each

  port::MySql connection() {
    return {world.config, store::app_account(world.config), world.config.database.schema, seconds(30)};
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(advisory_lock, Two)

BOOST_AUTO_TEST_CASE(one_has_it_until_it_gives_it_back) {
  {
    const store::AdvisoryLock held(first, name);
    BOOST_TEST(held.held());
    BOOST_TEST(!store::AdvisoryLock(second, name).held());
    BOOST_TEST(store::AdvisoryLock(second, name + ":other").held());
  }
  BOOST_TEST(store::AdvisoryLock(second, name).held());
}

BOOST_AUTO_TEST_CASE(who_says_nothing_for_too_long_has_it_no_longer) {
  const store::AdvisoryLock silent(first, name, seconds(0), seconds(1));
  BOOST_TEST(silent.held());
  BOOST_TEST(store::AdvisoryLock(second, name, seconds(20)).held());  // waits
  BOOST_CHECK_EXCEPTION(tests::words_of(first, "SELECT 1"), Failure,
                        [](const Failure& e) { return e.code() == Code::DEPENDENCY_DOWN; });
  BOOST_TEST(!silent.held());
}

BOOST_AUTO_TEST_SUITE_END()
