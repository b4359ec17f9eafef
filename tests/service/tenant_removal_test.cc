// A canceled tenant can be restored for a time; then everything of it goes but its slug, a batch at a time.
#include "service/tenant_removal.hh"

#include <algorithm>

#include "service/tenant_life.hh"
#include "store/leaving.hh"
#include "store/linked_identities.hh"
#include "support/catalogue.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace doorward;

namespace {

struct Ending {
  tests::World world{ConfigWords{{"tenants.keep_canceled", "30d"}}, tests::upkeep_stack()};
  TenantId tenant = world.make_tenant();
  service::Above by = service::operator_above(tenant);

  Ending() {
    for (int i = 0; i < 3; ++i) tests::sign_in(world, world.make_user(tenant));
  }
  service::Ask ask() { return world.ask(); }
  void cancel() {
    auto now = ask();
    BOOST_TEST(bool(service::cancel_tenant(now, by, tenant)));
  }
  /// Rounds until nothing is left to do; how many batches.
  int remove(int limit) {
    auto now = ask();
    int batches = 0;
    while (service::remove_canceled(now, world.platform(), limit).more) ++batches;
    return batches;
  }
  std::int64_t rows(const std::string& table) {
    std::int64_t all = 0;
    world.owner().each("SELECT COUNT(*) FROM " + table + " WHERE tenant_id = ?", {port::sql(tenant)},
                       [&](const port::SqlRow& row) { all = row.number(0); });
    return all;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(tenant_removal)

BOOST_AUTO_TEST_CASE(nothing_goes_before_its_time_and_nothing_stays_after_it) {
  Ending end;
  const std::string slug = end.world.slug_of(end.tenant);
  end.cancel();
  end.world.clock.at += std::chrono::hours(29 * 24);
  end.remove(1000);
  BOOST_TEST(end.rows("users") == 3);
  end.world.clock.at += std::chrono::hours(2 * 24);
  BOOST_TEST(end.remove(2) > 5);  // short batches
  for (const auto table : store::tables_of_tenants()) BOOST_TEST(end.rows(std::string(table)) == 0, table);
  BOOST_TEST(end.world.database.slug_in_use(slug));
  auto now = end.ask();
  BOOST_TEST(!bool(service::restore_tenant(now, end.by, end.tenant)));
  BOOST_TEST(end.remove(2) == 0);
}

BOOST_AUTO_TEST_CASE(links_of_others_with_it_go_too_and_no_other_link) {
  Ending end;
  const auto here = end.world.make_user(end.tenant), there = end.world.make_user(end.world.make_tenant()),
             elsewhere = end.world.make_user(end.world.make_tenant());
  const auto half = [&](const tests::MadeUser& from, const tests::MadeUser& to) {
    store::TenantDb db(end.world.database, from.tenant);
    store::put_link_half(db, from.id, {to.tenant, to.id}, end.world.clock.at);
  };
  for (const auto* one : {&here, &there, &elsewhere})
    for (const auto* other : {&here, &there, &elsewhere})
      if (one != other) half(*one, *other);
  const auto halves = [&](const tests::MadeUser& of) {
    return tests::number(end.world, of.tenant, "SELECT COUNT(*) FROM t_linked_identities");
  };
  end.cancel();
  end.remove(1000);
  BOOST_TEST(halves(there) == 2);  // it may be restored
  end.world.clock.at += std::chrono::hours(31 * 24);
  end.remove(1);
  for (const auto* one : {&there, &elsewhere}) {
    BOOST_TEST(halves(*one) == 1);
    BOOST_TEST(tests::count_events(end.world, one->tenant, "identity_unlinked") == 1);
  }
  BOOST_TEST(end.rows("linked_identities") == 0);
}

BOOST_AUTO_TEST_CASE(a_restored_tenant_keeps_everything) {
  Ending end;
  end.cancel();
  auto now = end.ask();
  BOOST_TEST(bool(service::restore_tenant(now, end.by, end.tenant)));
  end.world.clock.at += std::chrono::hours(60 * 24);
  end.remove(1000);
  BOOST_TEST(end.rows("users") == 3);
}

BOOST_AUTO_TEST_CASE(every_table_of_tenants_is_emptied) {
  tests::World world;
  auto listed = store::tables_of_tenants();
  listed.insert(listed.end(), {"event_heads", "sql_doors", "reseller_quotas", "house_days"});  // these stay
  for (const auto& table : tests::words_of(world.owner(),
                                           "SELECT c.table_name FROM information_schema.columns c "
                                           "JOIN information_schema.tables t ON t.table_schema = c.table_schema AND "
                                           "t.table_name = c.table_name AND t.table_type = 'BASE TABLE' "
                                           "WHERE c.table_schema = DATABASE() AND c.column_name = 'tenant_id' AND "
                                           "c.table_name <> 'connection_tenant'"))
    BOOST_TEST(std::count(listed.begin(), listed.end(), table) == 1, table);
}

BOOST_AUTO_TEST_SUITE_END()
