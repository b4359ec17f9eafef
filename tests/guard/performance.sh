#!/bin/bash
# docs/performance.md explains every scenario of make bench, and no other, with the target that is measured against; its figures
# are those of one whole run, and those of README.md of the same.
set -u
cd "$(dirname "$0")/../.." || exit 1
page=docs/performance.md
names=$(cd tests/bench && PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -c 'import plan; print(*plan.NAMES, sep="\n")') || exit 1
[ "$(wc -l <<<"$names")" -ge 14 ] || { echo "the bench has too few scenarios"; exit 1; }
bad=0
diff -u --label "scenarios of tests/bench" --label "$page" <(sort <<<"$names") \
  <(grep -oE '^\| `[a-z_]+`' "$page" | tr -d '|` ' | sort) || { echo "$page names other scenarios"; bad=1; }
figures=$(sed -n '/^<!-- figures:/,/^Beside them:/p' "$page" | grep -E '^\| *[a-z_]+ .*\|.*\| (met|NOT MET) *\|$')
diff -u --label "scenarios of tests/bench" --label "figures of $page" - <(cut -d' ' -f2 <<<"$figures") <<<"$names" ||
  { echo "the figures of $page are not those of one whole run: make bench DOCS=1"; bad=1; }
while IFS='|' read -r _ name _ _ _ _ target _; do
  read -r name target <<<"$name $target"
  grep -rqF "\"$target\"" tests/bench/*.py || { echo "$name: the target $target in $page is not that of tests/bench"; bad=1; }
done <<<"$figures"
# Each row of README.md has ratio and target of one of the page.
of_readme=$(sed -n '/^<!-- figures:/,/^<!-- end/p' README.md | grep -E '\| [<>]= ' | cut -d'|' -f3,4 | tr -d ' ' | sort)
[ "$(wc -l <<<"$of_readme")" -ge 10 ] || { echo "README.md has too few figures"; bad=1; }
others=$(comm -23 <(echo "$of_readme") <(cut -d'|' -f6,7 <<<"$figures" | tr -d ' ' | sort))
[ -z "$others" ] || { echo "README.md has ratios that $page has not: $others"; bad=1; }
diff <(sed -n '/^<!-- figures:/{n;p}' README.md) <(sed -n '/^<!-- figures:/{n;p}' "$page") ||
  { echo "the figures of README.md are not those of $page"; bad=1; }
exit $bad
