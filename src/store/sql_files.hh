// The files of sql/, built into the program (sql/embed.sh writes the .cc).
#pragma once
#include <string_view>
#include <vector>

namespace doorward::store {

struct SqlFile {
  std::string_view path;  // below sql/: "migrations/0001_tables.sql"
  std::string_view text;
};
const std::vector<SqlFile>& sql_files();  // sorted by path

}  // namespace doorward::store
