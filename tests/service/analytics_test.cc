// Figures of days: counted while they go on, rolled up when they are over, the same either way.
#include "service/analytics.hh"

#include "base/text.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace doorward;

namespace {

struct Diary {
  tests::World world{{}, tests::upkeep_stack()};
  TenantId tenant = world.make_tenant();
  int written = 0;

  Diary() { world.clock.at = std::chrono::floor<std::chrono::days>(world.clock.at) + std::chrono::hours(12); }
  std::string day(int back = 0) {
    return store::day_text(std::chrono::floor<std::chrono::days>(world.clock.at) - std::chrono::days(back));
  }
  Result<std::vector<store::DayFigures>> figures(const std::string& from = "", const std::string& to = "") {
    auto ask = world.ask();
    return service::figures_of(ask, tenant, from, to);
  }
  /// Failures of this moment, one after the other.
  void more_events(UserId user, int count) {
    constexpr int at_once = 1000;  // a statement has database.timeout, on a busy machine too
    const std::int64_t first = world.clock.at.time_since_epoch() / std::chrono::milliseconds(1);
    for (int done = 0; done < count; done += at_once, written += at_once)
      world.owner().run(
          "INSERT INTO events (tenant_id, id, type, actor_type, subject_id, data, occurred_at) "
          "WITH RECURSIVE n AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 999) "
          "SELECT ?, UNHEX(CONCAT(LPAD(HEX(? + i), 12, '0'), LPAD(HEX(? + i), 20, '7'))), "
          "'user_login_failed', 'user', ?, '{}', NOW(6) FROM n WHERE i < ?",
          {port::sql(tenant), first + done, std::int64_t(written), port::sql(user), std::int64_t(count - done)});
  }
  void keep_up() {
    auto ask = world.ask();
    const auto next = service::daily_figures(ask, world.platform());
    while (next(1000).more) continue;
  }
  /// The tenant's own row for that day, as the upkeep would make it.
  void roll_up(int back) {
    const auto day = std::chrono::floor<std::chrono::days>(world.clock.at) - std::chrono::days(back);
    store::DayCount count(day);
    while (count.next(world.platform(), tenant, 2)) continue;  // short pages
    store::put_day(world.platform(), tenant, day, count.figures());
  }
};

void same(const store::DayFigures& one, const store::DayFigures& other) {
  BOOST_TEST(one.day == other.day);
  BOOST_TEST(one.sign_ins == other.sign_ins);
  BOOST_TEST(one.mfa_sign_ins == other.mfa_sign_ins);
  BOOST_TEST(one.active_users == other.active_users);
  BOOST_TEST(one.failures == other.failures);
}

/// Up to when the day is counted; "complete", or "no" where nothing is.
std::string counted(const store::DayFigures& day) {
  if (day.complete) return day.counted_until ? "complete, and until" : "complete";
  return day.counted_until ? to_rfc3339(*day.counted_until) : "no";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analytics)

BOOST_AUTO_TEST_CASE(a_day_is_counted_by_people_sign_ins_and_factors) {
  Diary diary;
  const auto ada = diary.world.make_user(diary.tenant), bea = diary.world.make_user(diary.tenant);
  for (int i = 0; i < 3; ++i) tests::sign_in(diary.world, ada);
  BOOST_TEST(
      bool(tests::try_enter(diary.world, tests::read_user(diary.world, bea), {Transport::token, {"pwd", "otp"}, ""})));
  const auto days = diary.figures();
  BOOST_REQUIRE(bool(days));
  BOOST_REQUIRE(days->size() == 1U);
  BOOST_TEST(days->front().day == diary.day());
  BOOST_TEST(days->front().sign_ins == 4);
  BOOST_TEST(days->front().mfa_sign_ins == 1);
  BOOST_TEST(days->front().active_users == 2);
  BOOST_TEST(counted(days->front()) == to_rfc3339(diary.world.clock.at));
}

BOOST_AUTO_TEST_CASE(what_is_rolled_up_says_what_was_counted_and_no_neighbour_is_in_it) {
  Diary diary;
  const auto neighbour = diary.world.make_tenant();
  tests::sign_in(diary.world, diary.world.make_user(diary.tenant));
  tests::sign_in(diary.world, diary.world.make_user(neighbour));
  const auto counted = diary.figures();
  BOOST_REQUIRE(bool(counted) && counted->size() == 1U);
  for (int twice = 0; twice < 2; ++twice) diary.roll_up(0);
  store::TenantDb db(diary.world.database, diary.tenant);
  const auto today = std::chrono::floor<std::chrono::days>(diary.world.clock.at);
  const auto rolled = store::days_of(db, today, today);
  BOOST_REQUIRE(rolled.size() == 1U);
  same(rolled.front(), counted->front());
  BOOST_TEST(rolled.front().sign_ins == 1);
}

BOOST_AUTO_TEST_CASE(the_upkeep_rolls_each_day_up_once_for_every_tenant) {
  Diary diary;
  tests::sign_in(diary.world, diary.world.make_user(diary.tenant));
  const auto before = diary.figures();
  BOOST_REQUIRE(bool(before) && before->size() == 1U);
  diary.world.clock.at += std::chrono::hours(24);
  diary.world.owner().run("DELETE FROM installation WHERE name = 'days_rolled_up'");
  diary.keep_up();
  auto ask = diary.world.ask();
  BOOST_TEST(!service::daily_figures(ask, diary.world.platform())(1000).more);
  const auto after = diary.figures();
  BOOST_REQUIRE(bool(after) && after->size() == 1U);
  same(before->front(), after->front());
  BOOST_TEST(counted(after->front()) == "complete");
  diary.world.owner().run("DELETE FROM installation WHERE name = 'days_rolled_up'");
}

BOOST_AUTO_TEST_CASE(a_day_full_of_events_is_counted_by_the_upkeep_each_hour_and_by_no_request) {
  Diary diary;
  const auto user = diary.world.make_user(diary.tenant);
  diary.world.owner().run("DELETE FROM installation WHERE name IN ('days_rolled_up', 'today_rolled_up')");
  const Time begun = diary.world.clock.at;
  diary.more_events(user.id, 20001);
  const auto partly = diary.figures();
  BOOST_REQUIRE(bool(partly) && partly->size() == 1U);
  BOOST_TEST(partly->front().failures == 20000);  // no round has been
  BOOST_TEST(counted(partly->front()) == to_rfc3339(begun + std::chrono::milliseconds(19999)));
  diary.keep_up();
  const auto whole = [&](std::int64_t failures, Time until) {
    const auto days = diary.figures();
    BOOST_TEST(days->front().failures == failures);
    BOOST_TEST(counted(days->front()) == to_rfc3339(until));
  };
  whole(20001, begun);
  diary.more_events(user.id, 5);
  diary.keep_up();
  whole(20001, begun);
  diary.world.clock.at += std::chrono::hours(1);
  diary.keep_up();
  whole(20006, begun + std::chrono::hours(1));
  diary.world.owner().run("DELETE FROM installation WHERE name IN ('days_rolled_up', 'today_rolled_up')");
}

BOOST_AUTO_TEST_CASE(days_that_no_round_has_reached_are_listed_without_figures) {
  Diary diary;
  const auto noon = diary.world.clock.at;
  const auto at = [&](int day) { diary.world.clock.at = noon + day * std::chrono::hours(24); };
  const auto user = diary.world.make_user(diary.tenant);
  diary.world.owner().run("REPLACE INTO installation (name, value) VALUES ('days_rolled_up', ?)", {diary.day(1)});
  tests::sign_in(diary.world, user);
  at(3);
  tests::sign_in(diary.world, user);
  at(4);
  const auto days = [&] {
    std::vector<std::string> said;
    const auto all = diary.figures();
    for (const auto& day : *all) said.push_back(day.day + " " + counted(day));
    return join(said, ", ");
  };
  BOOST_TEST(days() ==
             diary.day(4) + " no, " + diary.day(3) + " no, " + diary.day(2) + " no, " + diary.day(1) + " complete");
  BOOST_TEST(diary.figures(diary.day(4), diary.day(3))->size() == 2U);
  BOOST_TEST(diary.figures(diary.day(30), diary.day(5))->empty());
  // A part that an hourly round left behind is better than nothing.
  store::DayFigures part;
  part.failures = 7;
  part.complete = false;
  part.counted_until = noon;
  store::put_day(diary.world.platform(), diary.tenant, std::chrono::floor<std::chrono::days>(noon), part);
  BOOST_TEST(counted(diary.figures()->front()) == to_rfc3339(noon));
  BOOST_TEST(diary.figures()->front().failures == 7);
  diary.keep_up();
  BOOST_TEST(days() == diary.day(4) + " complete, " + diary.day(1) + " complete");
  BOOST_TEST(diary.figures()->front().sign_ins == 1);
  diary.world.owner().run("DELETE FROM installation WHERE name = 'days_rolled_up'");
}

BOOST_AUTO_TEST_CASE(a_day_is_complete_when_nothing_of_it_can_come_any_more) {
  Diary diary;
  tests::sign_in(diary.world, diary.world.make_user(diary.tenant));
  const Time midnight = std::chrono::floor<std::chrono::days>(diary.world.clock.at) + std::chrono::days(1);
  diary.world.clock.at = midnight + std::chrono::minutes(9);
  BOOST_TEST(counted(diary.figures()->front()) == to_rfc3339(midnight));
  diary.world.clock.at = midnight + std::chrono::minutes(10);
  BOOST_TEST(counted(diary.figures()->front()) == "complete");
}

BOOST_AUTO_TEST_CASE(days_are_asked_for_in_words) {
  Diary diary;
  for (const char* bad : {"yesterday", "2026-13-01", "2026-1-1", "20260101"}) {
    const auto refused = diary.figures(bad);
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().fields.at(0).field == "from");
  }
  BOOST_TEST(!diary.figures("2020-01-01", "2026-01-01"));
  BOOST_TEST(!diary.figures(diary.day(), diary.day(1)));
  BOOST_TEST(bool(diary.figures(diary.day(399), diary.day())));
}

BOOST_AUTO_TEST_SUITE_END()
