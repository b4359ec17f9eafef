#!/bin/bash
# Files: median below 100 lines, none above 400, a sentence at the head (a .cc file: there or in its .hh). Functions:
# below 60 lines (one ends where a closing brace stands in the column in which its heading began).
set -u
cd "$(dirname "$0")/../.." || exit 1
mapfile -t files < <(find src tests packaging nginx apache clients -type f \
  \( -name '*.cc' -o -name '*.hh' -o -name '*.def' -o -name '*.sh' -o -name '*.py' -o -name '*.php' -o -name '*.conf' \
  -o -name '*.mjs' \) -not -path '*/node_modules/*' | sort)
awk '
  BEGIN { for (i = 1; i < ARGC; i++) named[ARGV[i]] = 1 }
  FNR == 1 { close_file(); file = FILENAME; spoken = 0; split("", begun) }
  { lines = FNR }
  FNR <= 4 && /^ *(\/\/|#|;|"""|\/?\*|<\?php|dnl) ?.*[A-Za-z][a-z]+[,:;]? [A-Za-z0-9]+/ { spoken = 1 }
  file ~ /\.(cc|hh)$/ && /\{$/ && /\)/ &&
    !/^ *(namespace|struct|class|enum|union|extern|#|\/\/|if|for|while|switch|else|do|try|catch|case|default|\})/ {
    if (!(column() in begun)) begun[column()] = FNR }
  /^ *\}/ && column() in begun {
    if (FNR - begun[column()] + 1 >= 60) complain("a function of " FNR - begun[column()] + 1 " lines at " begun[column()])
    delete begun[column()] }
  END { close_file()
    if (count < 100) { print "only " count " files were found"; bad = 1 }
    if (long * 2 >= count) { print long " of " count " files have 100 lines or more: the median is too high"; bad = 1 }
    exit bad }
  function column() { match($0, /^ */); return RLENGTH }
  function complain(what) { print file ": " what; bad = 1 }
  function close_file() {
    if (file == "") return
    count++
    long += lines >= 100
    if (lines > 400) complain(lines " lines, more than 400")
    header = file
    sub(/\.cc$/, ".hh", header)
    if (!spoken && !(header != file && (header in named))) complain("no sentence at the head")
  }' "${files[@]}"
