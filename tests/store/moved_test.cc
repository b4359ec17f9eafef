// Every table of tenants moves house or is said to stay, and every column of those that move is known.
#include "base/text.hh"
#include "store/tenant_rows.hh"
#include "support/catalogue.hh"
#include "support/test.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(moved)

BOOST_AUTO_TEST_CASE(every_table_of_tenants_is_moved_or_left_with_a_reason) {
  tests::World world;
  std::vector<std::string> known;
  for (const auto& table : store::moved_tables()) known.emplace_back(table.name);
  for (const auto& [table, reason] : store::left_tables()) {
    known.emplace_back(table);
    BOOST_TEST(reason.size() > 8U, table);
  }
  auto once = known;
  std::sort(once.begin(), once.end());
  BOOST_TEST(bool(std::unique(once.begin(), once.end()) == once.end()));
  const auto tables = tests::words_of(
      world.owner(),
      "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = "
      "c.table_schema AND t.table_name = c.table_name WHERE c.table_schema = DATABASE() AND c.column_name = "
      "'tenant_id' "
      "AND t.table_type = 'BASE TABLE'");
  BOOST_TEST(tables.size() > 12U);
  for (const auto& table : tables)
    BOOST_CHECK_MESSAGE(std::count(known.begin(), known.end(), table) == 1,
                        table << " has rows of tenants: a row of store/moved.def says whether they move house");
}

BOOST_AUTO_TEST_CASE(every_column_of_a_table_that_moves_is_known) {
  tests::World world;
  for (const auto& table : store::moved_tables()) {
    std::vector<std::string> ours = {"tenant_id"}, theirs;
    for (const auto& column : table.columns) ours.emplace_back(column.name);
    ours.insert(ours.end(), table.made.begin(), table.made.end());
    theirs = tests::words_of(world.owner(),
                             "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND "
                             "table_name = ? AND COALESCE(generation_expression, '') = ''",
                             {std::string(table.name)});
    std::sort(ours.begin(), ours.end());
    std::sort(theirs.begin(), theirs.end());
    BOOST_TEST(join(ours, " ") == join(theirs, " "), table.name);
  }
}

// What may be NULL, and how much fits, is said as the server says it.
BOOST_AUTO_TEST_CASE(every_column_is_known_as_it_is) {
  tests::World world;
  for (const auto& table : store::moved_tables())
    for (const auto& column : table.columns)
      world.owner().each(
          "SELECT is_nullable, COALESCE(character_maximum_length, 0), data_type FROM information_schema.columns WHERE "
          "table_schema = DATABASE() AND table_name = ? AND column_name = ?",
          {std::string(table.name), std::string(column.name)}, [&](const port::SqlRow& row) {
            const std::string place = std::string(table.name) + "." + std::string(column.name);
            const auto most = column.kind == store::CellKind::Ident ? 16 : column.most;
            BOOST_TEST((row.text(0) == "YES") == column.none, place);
            if (row.number(1) > 0) BOOST_TEST(row.number(1) == most, place);
            BOOST_TEST((row.text(2) == "datetime") == (column.kind == store::CellKind::Moment), place);
            BOOST_TEST((row.number(1) == 0) ==
                           (column.kind == store::CellKind::Moment || column.kind == store::CellKind::Number),
                       place);
          });
}

BOOST_AUTO_TEST_SUITE_END()
