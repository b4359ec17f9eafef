#!/bin/bash
# What `make costs` does: brings packages, starts private servers, counts, writes expected.txt anew, ends the servers.
"$(dirname "$0")/../../packaging/stack/var_folder.sh" || exit 1
. "$(dirname "$0")/../../packaging/stack/env.sh"
cd "$ROOT"
"$STACK/packages.sh" serve check

export PKG DOORWARD_TEST_STACK
DOORWARD_TEST_STACK=$(mktemp -d "$VAR/costs-XXXXXX")
ending() {
  local code=$?
  trap - EXIT
  tests/support/stack.sh down "$DOORWARD_TEST_STACK" || true
  rm -rf "$DOORWARD_TEST_STACK"
  exit "$code"
}
trap ending EXIT
trap 'exit 130' INT TERM
chmod 755 "$DOORWARD_TEST_STACK"
tests/support/stack.sh up "$DOORWARD_TEST_STACK"
/usr/bin/python3 tests/costs/measure.py >"$DOORWARD_TEST_STACK/expected.txt"
cp "$DOORWARD_TEST_STACK/expected.txt" tests/costs/expected.txt # whole, or not at all
cat tests/costs/expected.txt
