// One tenant at a time: what a connection sees, and what becomes of it when it is lost.
#include "support/test.hh"

#include "support/world.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(database)

BOOST_AUTO_TEST_CASE(a_tenant_sees_its_own_rows_alone) {
  tests::World world;
  const auto a = world.make_tenant(), b = world.make_tenant();
  const auto user = world.make_user(a);
  const auto count = [&](TenantId tenant) {
    std::int64_t found = -1;
    store::TenantDb(world.database, tenant)
        .each("SELECT COUNT(*) FROM t_users WHERE id = ?", {port::sql(user.id)},
              [&](const auto& row) { found = row.number(0); });
    return found;
  };
  BOOST_TEST(count(a) == 1);
  BOOST_TEST(count(b) == 0);
  BOOST_TEST(count(a) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
