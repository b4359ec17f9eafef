#!/bin/bash
# docs/routes.txt, errors.txt, config.txt and metrics.txt are what the program prints; `make docs` renews them.
set -u
cd "$(dirname "$0")/../.." || exit 1
program=${BUILD:-build}/doorward
[ -x "$program" ] || { echo "$program is not built"; exit 1; }
bad=0
for word in routes errors config metrics; do
  said=$("$program" --print "$word") || { echo "--print $word failed"; bad=1; continue; }
  [ "$(wc -l <<<"$said")" -gt 20 ] || { echo "--print $word says next to nothing"; bad=1; }
  diff -u --label "docs/$word.txt" --label "--print $word" "docs/$word.txt" - <<<"$said" || { echo "docs/$word.txt is stale: make docs"; bad=1; }
done
exit $bad
