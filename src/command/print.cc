#include "command/print.hh"

#include <algorithm>
#include <array>

namespace doorward::command {
namespace {

using port::Json;

std::string cell(const Json& value) {
  if (value.null()) return "-";
  if (const auto* text = value.string()) return text->empty() ? "-" : *text;
  if (const auto* list = value.array()) {
    std::string out;
    for (const auto& one : *list) out += (out.empty() ? "" : " ") + cell(one);
    return out.empty() ? "-" : out;
  }
  return port::dump_json(value);
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string trimmed_line(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string object_lines(const Json::Object& object) {
  std::size_t width = 0;
  for (const auto& [name, value] : object) width = std::max(width, name.size());
  std::string out;
  for (const auto& [name, value] : object) out += trimmed_line(padded(name, width + 2) + cell(value));
  return out;
}

std::string table(const Json::Array& rows) {
  if (rows.empty()) return "(none)\n";
  std::vector<std::vector<std::string>> cells(1);
  for (const auto& [name, value] : *rows.front().object()) cells[0].push_back(name);
  for (const auto& row : rows) {
    cells.emplace_back();
    for (const auto& [name, value] : *row.object()) cells.back().push_back(cell(value));
  }
  std::vector<std::size_t> widths(cells[0].size());
  for (const auto& line : cells)
    for (std::size_t i = 0; i < line.size() && i < widths.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  std::string out;
  for (const auto& line : cells) {
    std::string text;
    for (std::size_t i = 0; i < line.size() && i < widths.size(); ++i) text += padded(line[i], widths[i] + 2);
    out += trimmed_line(text);
  }
  return out;
}

}  // namespace

std::string to_lines(const Json& answer) {
  if (const auto* items = answer.find("items"); items && items->array()) return table(*items->array());
  if (const auto* text = answer.find("text"); text && text->string()) return *text->string();
  return answer.object() ? object_lines(*answer.object()) : cell(answer) + "\n";
}

std::string in_words(seconds span) {
  struct Part {
    std::int64_t length;  // in seconds
    const char* word;
  };
  constexpr std::array<Part, 4> parts{{{86400, "d"}, {3600, "h"}, {60, "m"}, {1, "s"}}};
  const std::int64_t whole = std::max<std::int64_t>(span.count(), 0);
  const auto number = [&](std::size_t i) {
    return std::to_string((i == 0 ? whole : whole % parts[i - 1].length) / parts[i].length) + parts[i].word;
  };
  for (std::size_t i = 0; i + 1 < parts.size(); ++i)
    if (whole >= parts[i].length) return number(i) + " " + number(i + 1);
  return number(parts.size() - 1);
}

}  // namespace doorward::command
