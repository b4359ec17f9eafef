// One line of CSV (RFC 4180) that no spreadsheet takes for a formula.
#pragma once
#include <string>
#include <vector>

namespace doorward {

/// With CRLF. A cell that begins like a formula (= + - @, tabulator, carriage return) gets an apostrophe before it.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace doorward
