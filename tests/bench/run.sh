#!/bin/bash
# What `make bench` does: brings packages, starts a private stack with its yardsticks, measures, ends all of it.
"$(dirname "$0")/../../packaging/stack/var_folder.sh" || exit 1
. "$(dirname "$0")/../../packaging/stack/env.sh"
cd "$ROOT"
/usr/bin/python3 tests/bench/plan.py
"$STACK/packages.sh" serve stack bench
exec 8>"$VAR/bench.lock" # not inherited by what is started
flock -n 8 || fail "another bench is under way in $VAR_NAME"

export PKG VAR BENCH_JSON=$VAR/bench.json
VAR=$VAR/bench
ending() {
  local code=$?
  trap - EXIT
  tests/bench/stack.sh down
  if [ "$code" = 0 ]; then rm -rf "$VAR"; else echo "the servers' words are in $VAR/log"; fi
  echo "all of it took $SECONDS s"
  if [ -n "${QUICK:-}" ] && [ -n "${STRICT:-}" ] && [ "$SECONDS" -gt 60 ]; then
    echo "that is more than the minute of QUICK=1"
    code=1
  fi
  exit "$code"
}
trap ending EXIT
trap 'exit 130' INT TERM HUP
tests/bench/stack.sh down # what a killed run left behind
rm -rf "$VAR"
tests/bench/stack.sh up
echo "the stack is up after $SECONDS s"
/usr/bin/python3 tests/bench/bench.py
