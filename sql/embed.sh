#!/bin/sh
# embed.sh FILE…: C++ that holds the files of sql/, so that a program needs no files beside it.
set -eu
export LC_ALL=C
echo '// Made by sql/embed.sh.'
echo '#include "store/sql_files.hh"'
echo 'namespace doorward::store {'
echo 'const std::vector<SqlFile>& sql_files() {'
echo '  static const std::vector<SqlFile> files = {'
for file in $(printf '%s\n' "$@" | sort); do
  printf '    {"%s", R"sql-file(' "${file#sql/}"
  cat "$file"
  echo ')sql-file"},'
done
echo '  };'
echo '  return files;'
echo '}'
echo '}  // namespace doorward::store'
