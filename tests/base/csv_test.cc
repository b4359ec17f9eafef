// Lines that every reader of CSV takes apart as they were put together, and no spreadsheet computes.
#include "base/csv.hh"

#include "support/test.hh"

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(cells_are_quoted_where_they_must_be) {
  BOOST_TEST(doorward::csv_line({"a", "", "b c"}) == "a,,b c\r\n");
  BOOST_TEST(doorward::csv_line({"a,b", "say \"no\"", "x\ny"}) == "\"a,b\",\"say \"\"no\"\"\",\"x\ny\"\r\n");
}

BOOST_AUTO_TEST_CASE(no_cell_is_a_formula) {
  for (const char* begins : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"})
    BOOST_TEST(doorward::csv_line({begins}) == "'" + std::string(begins) + "\r\n");
  BOOST_TEST(doorward::csv_line({"\r=1"}) == "\"'\r=1\"\r\n");
  BOOST_TEST(doorward::csv_line({"=HYPERLINK(\"http://x\",\"y\")"}) ==
             "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
