// What it costs to find a row through the views, and the names that are looked up before a tenant is known.
#include "base/encode.hh"
#include "support/catalogue.hh"
#include "support/rows_read.hh"
#include "support/test.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(look_up)

BOOST_AUTO_TEST_CASE(an_address_is_one_index_row_among_many) {
  tests::World world;
  const auto tenant = world.make_tenant();
  std::string lot =
      "INSERT INTO users (tenant_id, id, email_key, email, role, tokens_not_before, created_at, updated_at) VALUES ";
  world.owner().run("SET @lot = UNHEX(?)", {to_hex(tenant.raw())});
  for (int i = 0; i < 500; ++i) {
    const std::string n = std::to_string(i);
    lot.append(i == 0 ? "" : ", ").append("(@lot, '").append(n).append("', 'many-").append(n);
    lot.append("@example.test', '', 'user', '2026-01-01', '2026-01-01', '2026-01-01')");
  }
  world.owner().execute(lot);
  const auto user = world.make_user(tenant);
  store::TenantDb db(world.database, tenant);
  bool found = false;
  const auto ask = [&] {
    db.each("SELECT id FROM t_users WHERE email_key = ?", {user.email}, [&](const auto&) { found = true; });
  };
  ask();
  const bool by_table = tests::isolation_of_run() == tests::Isolation::table;
  BOOST_TEST(tests::rows_read_by(world.database.mysql(), ask) <= (by_table ? 2 : 1));
  BOOST_TEST(found);
  const auto all = tests::rows_read_by(world.database.mysql(),
                                       [&] { db.each("SELECT first_name FROM t_users", {}, [](const auto&) {}); });
  BOOST_TEST(all >= 500);
}

BOOST_AUTO_TEST_CASE(a_tenant_is_found_by_slug_and_domain_and_nothing_else_is_yet_its_slug_is_in_use) {
  tests::World world;
  const auto tenant = world.make_tenant(), gone = world.make_tenant(), reseller = world.make_tenant("", "reseller");
  const std::string domain = world.slug_of(tenant) + ".example";
  world.platform().mysql().run("UPDATE tenants SET custom_domain = ? WHERE id = ?", {domain, port::sql(tenant)});
  world.platform().mysql().run("UPDATE tenants SET deleted_at = created_at WHERE id = ?", {port::sql(gone)});
  BOOST_CHECK(world.database.tenant_by_slug(world.slug_of(tenant)) == tenant);
  BOOST_CHECK(world.database.tenant_by_domain(domain) == tenant);
  BOOST_CHECK(!world.database.tenant_by_slug(world.slug_of(gone)));
  BOOST_CHECK(!world.database.tenant_by_slug(world.slug_of(reseller)));
  BOOST_CHECK(!world.database.tenant_by_slug(""));
  BOOST_CHECK(!world.database.tenant_by_slug(world.slug_of(tenant) + " "));
  BOOST_CHECK(!world.database.tenant_by_domain(""));
  for (const auto house : {tenant, gone, reseller}) BOOST_CHECK(world.database.slug_in_use(world.slug_of(house)));
  BOOST_CHECK(!world.database.slug_in_use(world.slug_of(tenant) + "x"));
}

BOOST_AUTO_TEST_CASE(people_of_platform_and_resellers_are_found_by_address_and_tenants_people_are_not) {
  tests::World world;
  const auto reseller = world.make_tenant("", "reseller");
  const auto of_reseller = world.make_user(reseller, "reseller");
  const auto of_platform = world.make_user(platform_tenant, "platform_admin");
  const auto of_tenant = world.make_user(world.make_tenant(), "owner");
  BOOST_CHECK(world.database.platform_home(of_reseller.email) == reseller);
  BOOST_CHECK(world.database.platform_home(of_platform.email) == platform_tenant);
  BOOST_CHECK(!world.database.platform_home(of_tenant.email));
}

BOOST_AUTO_TEST_SUITE_END()
