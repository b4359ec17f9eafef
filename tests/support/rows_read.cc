#include "support/rows_read.hh"

namespace tests {
namespace {

std::int64_t rows_read(doorward::port::MySql& mysql) {
  std::int64_t all = 0;
  mysql.each("SHOW SESSION STATUS LIKE 'Handler_read%'", {},
             [&](const doorward::port::SqlRow& row) { all += std::stoll(row.text(1)); });
  return all;
}

}  // namespace

std::int64_t rows_read_by(doorward::port::MySql& mysql, const std::function<void()>& ask) {
  ask();
  rows_read(mysql);
  const auto before = rows_read(mysql), asking = rows_read(mysql) - before;  // asking for the number reads rows too
  ask();
  return rows_read(mysql) - before - 2 * asking;
}

}  // namespace tests
