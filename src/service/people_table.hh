// People as lines of a file: for the API's export and for doorwardctl. Nothing secret is among the columns.
#pragma once
#include <string>
#include <vector>

#include "service/people.hh"

namespace doorward::service {

enum class TableFormat { csv, jsonl };

/// Column names; only CSV has such a line.
std::string table_head(TableFormat format);
std::string table_line(TableFormat format, const Account& account);

}  // namespace doorward::service
