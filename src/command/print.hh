// Answers of commands for people: aligned lines, or a table.
#pragma once
#include <string>

#include "base/time.hh"
#include "port/json.hh"

namespace doorward::command {

/// An object as "name  value" lines; one with `items` as a table of them with a head line.
std::string to_lines(const port::Json& answer);

/// "42s", "5m 3s", "3h 12m", "90d 0h": the two largest parts of it; what is below nothing is "0s".
std::string in_words(seconds span);

}  // namespace doorward::command
