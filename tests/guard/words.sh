#!/bin/bash
# Words that must not stand in places: SQL that breaks through a tenant's view, names that say nothing, marks of
# unfinished work, sleeps in tests, globals of the process where a value is given.
set -u
cd "$(dirname "$0")/../.." || exit 1
bad=0
forbid() { # forbid WHY PATTERN PATH…
  local why=$1 pattern=$2 found
  shift 2
  found=$(grep -rnE "$pattern" "$@" --include='*.cc' --include='*.hh' --include='*.def' --include='*.py' --include='*.sh' \
    --include='*.sql' --include='*.php' --include='*.conf' --exclude-dir=node_modules --exclude=words.sh)
  [ -z "$found" ] || { echo "$why:"; echo "$found"; bad=1; }
}
[ "$(find src -name '*.cc' | wc -l)" -gt 50 ] || { echo "src was not found"; exit 1; }

forbid "REPLACE and INSERT IGNORE pass a tenant's view" '\bREPLACE INTO\b|\bINSERT +IGNORE\b' src/store
forbid "a name that says nothing" '\b(class|struct|namespace) +[A-Za-z]*(Manager|Helper|Util|Utils|Handler)\b' src tests
forbid "unfinished work" '\b(TODO|FIXME|XXX|HACK)\b|not implemented|for now\b' src tests packaging clients nginx apache sql
forbid "a test that sleeps instead of awaiting" '\b(sleep_for|usleep|nanosleep)\(|\btime\.sleep\(' tests
forbid "the time of day is given, not taken" '\bsystem_clock::now\(|[^_a-z.]time\((nullptr|NULL|0)\)' \
  $(ls -d src/base/*.cc src/model src/store src/service src/http src/endpoint src/route | grep -v src/base/log.cc)
forbid "randomness is given, not taken" '\b(random_device|mt19937|arc4random|getrandom)\b' \
  src/base src/model src/store src/service src/http src/endpoint src/route src/door
exit $bad
