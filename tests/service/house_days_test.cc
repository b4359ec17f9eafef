// Days of all tenants together, summed up once for the platform and for each reseller.
#include "service/analytics.hh"

#include "store/usage.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Houses : UpkeepScene {
  TenantId reseller = world.make_tenant("", "reseller"), other = world.make_tenant("", "reseller");

  Houses() { world.clock.at = std::chrono::floor<std::chrono::days>(world.clock.at) + std::chrono::hours(12); }
  store::Day today() { return std::chrono::floor<std::chrono::days>(world.clock.at); }
  TenantId sold_by(TenantId owner) {
    const auto made = world.make_tenant();
    world.platform().mysql().run("UPDATE tenants SET reseller_id = ? WHERE id = ?",
                                 {port::sql(owner), port::sql(made)});
    return made;
  }
  void roll_up(TenantId of) {
    constexpr int enough = 1000;
    store::DayCount count(today());
    BOOST_TEST(!count.next(world.platform(), of, enough));
    store::put_day(world.platform(), of, today(), count.figures());
  }
  void take_places(TenantId of, int count) {
    store::TenantDb db(world.database, of);
    db.transaction([&] {
      for (int i = 0; i < count; ++i) BOOST_TEST(store::take_place(db, "max_users", std::nullopt));
      return true;
    });
  }
  /// Of today; `whose` nullopt: of all tenants.
  store::HouseDay day(std::optional<TenantId> whose) {
    auto ask = world.ask();
    const auto text = store::day_text(today());
    const auto found = service::figures_of_house(ask, {service::operator_in({}), whose}, text, text);
    BOOST_REQUIRE(bool(found) && found->days.size() == 1U);
    BOOST_TEST(found->days.front().figures.day == text);
    return found->days.front();
  }
  std::int64_t count(const std::string& statement) {
    std::int64_t found = 0;
    world.owner().each(statement, {}, [&](const port::SqlRow& row) { found = row.number(0); });
    return found;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(house_days, Houses)

BOOST_AUTO_TEST_CASE(a_day_is_summed_up_for_the_platform_and_for_each_reseller) {
  const auto sold = sold_by(reseller), canceled = sold_by(other);
  world.platform().mysql().run("UPDATE tenants SET status = 'canceled' WHERE id = ?", {port::sql(canceled)});
  take_places(sold, 2);
  take_places(canceled, 1);
  for (int i = 0; i < 3; ++i) sign_in(world, world.make_user(sold));
  sign_in(world, user);
  for (const auto& one : {sold, tenant}) roll_up(one);
  for (int twice = 0; twice < 2; ++twice) store::sum_up(world.platform(), today());

  const auto own = day(reseller), none = day(other), all = day(std::nullopt);
  BOOST_TEST(own.figures.sign_ins == 3);
  BOOST_TEST(own.figures.active_users == 3);
  BOOST_TEST(own.tenants == 1);
  BOOST_TEST(own.users == 2);
  BOOST_TEST(none.tenants == 0);
  BOOST_TEST(none.users == 0);
  BOOST_TEST(all.tenants == count("SELECT COUNT(*) FROM tenants WHERE kind = 'tenant' AND status <> 'canceled' AND "
                                  "deleted_at IS NULL"));
  BOOST_TEST(all.figures.sign_ins >= 4);
  BOOST_TEST(
      all.figures.sign_ins ==
      count("SELECT SUM(d.sign_ins) FROM tenant_days d JOIN tenants t ON t.id = d.tenant_id WHERE t.kind = 'tenant' "
            "AND t.deleted_at IS NULL AND d.day = '" +
            store::day_text(today()) + "'"));
}

BOOST_AUTO_TEST_CASE(the_upkeep_sums_a_day_up_when_it_is_over) {
  const auto sold = sold_by(reseller);
  sign_in(world, world.make_user(sold));
  world.owner().run("DELETE FROM installation WHERE name = 'days_rolled_up'");
  auto ask = world.ask();
  const auto text = store::day_text(today());
  const auto figures = [&] { return service::figures_of_house(ask, {service::operator_in({}), reseller}, text, text); };
  BOOST_TEST(figures()->days.empty());  // not over yet
  world.clock.at += std::chrono::hours(24);
  auto next_day = world.ask();
  const auto waiting = service::figures_of_house(next_day, {service::operator_in({}), reseller}, text, "");
  BOOST_REQUIRE(waiting->days.size() == 1U);  // and not today
  BOOST_TEST(waiting->days.front().figures.day == text);
  BOOST_TEST(!waiting->days.front().figures.known());
  const auto next = service::daily_figures(next_day, world.platform());
  while (next(1000).more) {
  }
  const auto after = figures();
  BOOST_REQUIRE(after->days.size() == 1U);
  BOOST_TEST(after->days.front().figures.sign_ins == 1);
  BOOST_TEST(after->days.front().figures.complete);
  BOOST_TEST(after->until.value_or("") == text);
  world.owner().run("DELETE FROM installation WHERE name = 'days_rolled_up'");
}

BOOST_AUTO_TEST_CASE(a_question_costs_the_same_however_many_days_and_tenants_there_are) {
  auto ask = world.ask();
  const auto& meter = world.platform().mysql().meter();
  const auto before = meter.calls;
  BOOST_TEST(bool(service::figures_of_house(ask, {service::operator_in({}), std::nullopt}, "", "")));
  BOOST_TEST(meter.calls - before == 2U);
  const auto refused = service::figures_of_house(ask, {service::operator_in({}), reseller}, "yesterday", "");
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().fields.at(0).field == "from");
}

BOOST_AUTO_TEST_SUITE_END()
