// Lines of CSV: a reader finds the same cells, and no spreadsheet a formula.
#include "base/csv.hh"

#include "base/text.hh"
#include "support/fuzz.hh"

using namespace doorward;

namespace {

/// RFC 4180, as strict as can be.
std::vector<std::string> cells_of(std::string_view line) {
  fuzz::promise(line.ends_with("\r\n"), "a line ends");
  line.remove_suffix(2);
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '"' && quoted && line.substr(at + 1).starts_with('"'))
      cells.back() += line[++at];
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += c;
    fuzz::promise(quoted || (c != '\r' && c != '\n'), "one line");
  }
  fuzz::promise(!quoted, "quotes are closed");
  return cells;
}

}  // namespace

FUZZ_TARGET(input) {
  std::vector<std::string> given;
  for (const auto cell : split(input, '\0')) given.emplace_back(cell);
  const auto read = cells_of(csv_line(given));
  fuzz::promise(read.size() == given.size(), "as many cells");
  for (std::size_t i = 0; i < read.size(); ++i) {
    const bool formula =
        !given[i].empty() && std::string_view("=+-@\t\r").find(given[i].front()) != std::string_view::npos;
    fuzz::promise(read[i] == (formula ? "'" + given[i] : given[i]), "the same, and no formula");
  }
}
