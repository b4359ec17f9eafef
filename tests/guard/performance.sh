#!/bin/bash
# docs/performance.md explains every scenario of make bench, and no other, with the target that is measured against.
set -u
cd "$(dirname "$0")/../.." || exit 1
page=docs/performance.md
names=$(cd tests/bench && PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -c 'import plan; print(*plan.NAMES, sep="\n")') || exit 1
[ "$(wc -l <<<"$names")" -ge 14 ] || { echo "the bench has too few scenarios"; exit 1; }
bad=0
diff -u --label "scenarios of tests/bench" --label "$page" <(sort <<<"$names") \
  <(grep -oE '^\| `[a-z_]+`' "$page" | tr -d '|` ' | sort) || { echo "$page names other scenarios"; bad=1; }
while read -r name; do
  row=$(grep -E "^\| *$name " "$page") || { echo "$page has no figures of $name"; bad=1; continue; }
  read -r target < <(cut -d'|' -f7 <<<"$row")
  grep -rqF "\"$target\"" tests/bench/*.py || { echo "$name: the target $target in $page is not that of tests/bench"; bad=1; }
done <<<"$names"
exit $bad
