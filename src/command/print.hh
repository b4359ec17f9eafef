// Answers of commands for people: aligned lines, or a table.
#pragma once
#include <string>

#include "port/json.hh"

namespace doorward::command {

/// An object as "name  value" lines; one with `items` as a table of them with a head line.
std::string to_lines(const port::Json& answer);

}  // namespace doorward::command
