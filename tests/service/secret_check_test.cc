// A secret check that failed, in a transaction that must run again.
#include "service/secret_check.hh"

#include "port/metrics.hh"
#include "service/accounts.hh"
#include "support/at_once.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/trouble.hh"

using namespace doorward;

namespace {

std::uint64_t lock_outs(const tests::World& world) {
  for (const auto& series : world.metrics.read())
    if (series.metric == port::Metric::lockouts_total) return series.values[0];
  return 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(secret_check)

BOOST_AUTO_TEST_CASE(a_lock_out_is_counted_once_however_often_its_transaction_runs) {
  tests::UpkeepScene scene(ConfigWords{{"lockout.after", "1"}});
  auto& world = scene.world;
  const tests::Trouble deadlock(scene, "user_login_failed", "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213");
  auto ask = world.ask();
  const auto answer =
      service::log_in(ask, scene.tenant, {scene.user.email, Secret("not this one"), "", "", Transport::token});
  BOOST_TEST(tests::word_of(answer) == "INVALID_CREDENTIALS");
  BOOST_TEST(tests::number(world, scene.tenant, "SELECT @met") == 1);  // it did run again
  for (const char* type : {"user_account_locked", "user_login_failed"})
    BOOST_TEST(tests::count_events(world, scene.tenant, type) == 1, type);
  BOOST_TEST(lock_outs(world) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
