// The shape that keeps tenants apart: every key of a tenant table begins with the tenant, every table has its
// view, every view checks what is written.
#include "base/text.hh"
#include "support/catalogue.hh"
#include "support/test.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(keys)

BOOST_AUTO_TEST_CASE(primary_and_unique_keys_begin_with_the_tenant) {
  tests::World world;
  const std::string of_tenants =
      "FROM information_schema.statistics s WHERE s.table_schema = DATABASE() AND s.non_unique = 0 AND s.seq_in_index "
      "= 1 "
      "AND EXISTS (SELECT 1 FROM information_schema.columns c WHERE c.table_schema = s.table_schema "
      "AND c.table_name = s.table_name AND c.column_name = 'tenant_id') AND s.table_name <> 'connection_tenant' "
      "AND EXISTS (SELECT 1 FROM information_schema.tables t WHERE t.table_schema = s.table_schema "
      "AND t.table_name = s.table_name AND t.table_type = 'BASE TABLE')";
  const auto all = tests::words_of(world.owner(), "SELECT CONCAT(s.table_name, '.', s.index_name) " + of_tenants);
  BOOST_TEST(all.size() >= 15U);
  const auto wrong = tests::words_of(world.owner(), "SELECT CONCAT(s.table_name, '.', s.index_name) " + of_tenants +
                                                        " AND s.column_name <> 'tenant_id'");
  BOOST_TEST(join(wrong, " ") == "");
}

BOOST_AUTO_TEST_CASE(foreign_keys_begin_with_the_tenant_on_both_sides) {
  tests::World world;
  const std::string foreign =
      "FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL "
      "AND ordinal_position = 1";
  const auto all = tests::words_of(world.owner(), "SELECT constraint_name " + foreign);
  BOOST_TEST(all.size() >= 5U);
  const auto wrong =
      tests::words_of(world.owner(), "SELECT constraint_name " + foreign +
                                         " AND (column_name <> 'tenant_id' OR referenced_column_name <> 'tenant_id')");
  BOOST_TEST(join(wrong, " ") == "");
}

BOOST_AUTO_TEST_CASE(every_table_of_tenants_has_its_view) {
  tests::World world;
  const auto of_type = [&](const std::string& type) {
    return tests::words_of(world.owner(),
                           "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND "
                           "table_type = ? ORDER BY table_name",
                           {type});
  };
  const auto views = of_type("VIEW");
  std::vector<std::string> bare;
  for (const auto& table : of_type("BASE TABLE"))
    if (std::find(views.begin(), views.end(), "t_" + table) == views.end()) bare.push_back(table);
  const std::string more = tests::isolation_of_run() == tests::Isolation::table ? "connection_tenant " : "";
  BOOST_TEST(join(bare, " ") == more + "installation schema_version signing_keys sql_doors tenants");
}

BOOST_AUTO_TEST_CASE(every_view_of_tenants_runs_as_its_owner_and_checks_writes) {
  tests::World world;
  const auto views = tests::tenant_tables(world);
  BOOST_TEST(views.size() >= 14U);
  const auto loose =
      tests::words_of(world.owner(),
                      "SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE() AND "
                      "table_name LIKE 't\\_%' AND (check_option <> 'CASCADED' OR security_type <> 'DEFINER' "
                      "OR is_updatable <> 'YES')");
  BOOST_TEST(join(loose, " ") == "");
}

BOOST_AUTO_TEST_SUITE_END()
