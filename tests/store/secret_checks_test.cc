// Reservations of secret checks: the numbers hold whatever the parallelism.
#include "store/secret_checks.hh"

#include "support/at_once.hh"
#include "support/test.hh"

using namespace doorward;
using tests::World;

namespace {

const LockRule rule{5, seconds(900), Span::zero()};

store::Reservation reserve_in(store::TenantDb& db, const std::string& mac, Time at, const LockRule& by = rule) {
  store::Reservation made;
  db.transaction([&] { return made = store::reserve_check(db, mac, by, at), true; });
  return made;
}

struct Desk {
  World world;
  TenantId tenant = world.make_tenant();
  std::string mac = world.random.bytes(32);

  store::Reservation reserve(Time at, const LockRule& by = rule) {
    store::TenantDb db(world.database, tenant);
    return reserve_in(db, mac, at, by);
  }
  void fail(Time at, const LockRule& by = rule) {
    store::TenantDb db(world.database, tenant);
    db.transaction([&] { return store::count_failure(db, mac, by, at, true), true; });
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(secret_checks)

BOOST_AUTO_TEST_CASE(of_64_at_the_same_moment_exactly_five_are_granted) {
  Desk desk;
  const Time now = desk.world.clock.now();
  for (int round = 0; round < 3; ++round) {
    desk.mac = desk.world.random.bytes(32);
    const auto answers = tests::at_once(64, {}, [&](World& world, int) {
      store::TenantDb db(world.database, desk.tenant);
      return std::string(reserve_in(db, desk.mac, now).granted ? "granted" : "refused");
    });
    BOOST_TEST(tests::count_of(answers, "granted") == 5);
    BOOST_TEST(tests::count_of(answers, "refused") == 59);
  }
}

BOOST_AUTO_TEST_CASE(the_allowance_is_whole_again_after_the_time_and_not_before) {
  Desk desk;
  const Time start = desk.world.clock.now();
  for (int i = 1; i <= 5; ++i) BOOST_TEST(desk.reserve(start + seconds(i)).number == i);
  BOOST_TEST(!desk.reserve(start + seconds(6)).granted);
  BOOST_TEST(!desk.reserve(start + seconds(5 + 900) - Span(1)).granted);
  const auto anew = desk.reserve(start + seconds(5 + 900));
  BOOST_TEST(anew.granted);
  BOOST_TEST(anew.number == 1);
}

BOOST_AUTO_TEST_CASE(refused_attempts_do_not_prolong_the_lock) {
  Desk desk;
  const Time start = desk.world.clock.now();
  for (int i = 0; i < 5; ++i) BOOST_TEST(desk.reserve(start).granted);
  for (int i = 1; i < 900; i += 100) BOOST_TEST(!desk.reserve(start + seconds(i)).granted);
  BOOST_TEST(desk.reserve(start + seconds(900)).granted);
}

BOOST_AUTO_TEST_CASE(a_clock_that_goes_back_grants_nothing) {
  Desk desk;
  const Time start = desk.world.clock.now();
  for (int i = 0; i < 5; ++i) BOOST_TEST(desk.reserve(start).granted);
  BOOST_TEST(!desk.reserve(start - seconds(3600)).granted);
}

BOOST_AUTO_TEST_CASE(failures_delay_the_next_check_and_say_how_long) {
  Desk desk;
  const LockRule slow{4, seconds(900), seconds(3)};
  Time now = desk.world.clock.now();
  for (int i = 0; i < 2; ++i) {
    BOOST_TEST(desk.reserve(now, slow).granted);
    desk.fail(now, slow);
  }
  const auto early = desk.reserve(now + seconds(3) - Span(1), slow);
  BOOST_TEST(!early.granted);
  BOOST_REQUIRE(early.next_try_at.has_value());
  BOOST_TEST(bool(*early.next_try_at == now + seconds(3)));
  now += seconds(3);
  BOOST_TEST(desk.reserve(now, slow).granted);
  desk.fail(now, slow);
  BOOST_TEST(!desk.reserve(now + seconds(5), slow).granted);
  const auto last = desk.reserve(now + seconds(6), slow);
  BOOST_TEST(last.granted);
  BOOST_TEST(last.number == 4);
  desk.fail(now + seconds(6), slow);
  const auto locked = desk.reserve(now + seconds(7), slow);
  BOOST_TEST(!locked.granted);
  BOOST_TEST(!locked.next_try_at.has_value());  // locked, not delayed
}

BOOST_AUTO_TEST_CASE(what_was_not_checked_is_given_back) {
  Desk desk;
  const Time now = desk.world.clock.now();
  for (int i = 0; i < 5; ++i) BOOST_TEST(desk.reserve(now).granted);
  store::TenantDb db(desk.world.database, desk.tenant);
  store::release_check(db, desk.mac);
  BOOST_TEST(desk.reserve(now).granted);
  BOOST_TEST(!desk.reserve(now).granted);
}

BOOST_AUTO_TEST_CASE(a_name_is_forgotten_with_its_devices_and_no_other_name_is) {
  Desk desk;
  const Time now = desk.world.clock.now();
  const std::string name = desk.world.random.bytes(16), other = desk.world.random.bytes(16);
  store::TenantDb db(desk.world.database, desk.tenant);
  for (const std::string& mac : {name + std::string(16, '\0'), name + std::string(16, '\xFF'), other + name})
    for (int i = 0; i < 5; ++i) reserve_in(db, mac, now);
  store::forget_all_checks(db, name);
  BOOST_TEST(reserve_in(db, name + std::string(16, '\0'), now).granted);
  BOOST_TEST(reserve_in(db, name + std::string(16, '\xFF'), now).granted);
  BOOST_TEST(!reserve_in(db, other + name, now).granted);
}

BOOST_AUTO_TEST_CASE(tenants_do_not_share_rows) {
  Desk desk;
  const Time now = desk.world.clock.now();
  for (int i = 0; i < 5; ++i) desk.reserve(now);
  store::TenantDb other(desk.world.database, desk.world.make_tenant());
  BOOST_TEST(reserve_in(other, desk.mac, now).number == 1);
}

BOOST_AUTO_TEST_CASE(granted_delayed_and_refused_take_the_same_statements) {
  Desk desk;
  const Time now = desk.world.clock.now();
  desk.reserve(now);
  desk.world.statements();
  std::vector<std::uint64_t> counts;
  for (int i = 0; i < 6; ++i) {
    desk.reserve(now);
    counts.push_back(desk.world.statements());
  }
  desk.mac = desk.world.random.bytes(32);  // a name never seen
  desk.reserve(now);
  counts.push_back(desk.world.statements());
  for (auto count : counts) BOOST_TEST(count == counts.front());
}

BOOST_AUTO_TEST_SUITE_END()
