#!/bin/bash
# Every row of error.def has its page in docs/problems, with the row's title and status, and no page lacks a row.
set -u
cd "$(dirname "$0")/../.." || exit 1
bad=0 rows=0
while IFS='|' read -r code status title; do
  rows=$((rows + 1))
  page=docs/problems/$code.md
  if ! [ -f "$page" ]; then
    echo "$page is missing"; bad=1
  elif [ "$(sed -n '1p;3p' "$page")" != "# $title"$'\n'"\`$code\`, HTTP status $status" ]; then
    echo "$page does not open with the row's title, code and status"; bad=1
  fi
done < <(sed -nE 's/^ERROR\(([A-Z_]+), ([0-9]+), "([^"]*)".*/\1|\2|\3/p' src/base/error.def)
for page in docs/problems/*.md; do
  grep -q "^ERROR($(basename "$page" .md)," src/base/error.def || { echo "$page has no row"; bad=1; }
done
[ "$rows" -gt 0 ] || { echo "no row was read"; exit 1; }
exit $bad
