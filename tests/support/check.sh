#!/bin/bash
# What `make check` does: brings packages, starts private servers for the run, runs every test, ends the servers.
"$(dirname "$0")/../../packaging/stack/var_folder.sh" || exit 1
. "$(dirname "$0")/../../packaging/stack/env.sh"
cd "$ROOT"
"$STACK/packages.sh" serve stack check

export PKG RUN DOORWARD_TEST_STACK DOORWARD_DEMO
RUN=$(mktemp -d "$VAR/check-XXXXXX")
chmod 755 "$RUN"
DOORWARD_TEST_STACK=$RUN/servers
servers=tests/support/stack.sh folder=$DOORWARD_TEST_STACK
if [ -n "${DOORWARD_TEST_CLUSTER:-}" ]; then # the run's stack is the first of three nodes
  export DOORWARD_TEST_CLUSTER=$RUN/servers
  DOORWARD_TEST_STACK=$DOORWARD_TEST_CLUSTER/1
  servers=tests/support/cluster.sh
fi
DOORWARD_DEMO=$RUN/wire/demo.json
[ -z "${VECTORS:-}" ] || VECTORS=$(readlink -f "$VECTORS")

ending() {
  local code=$? sum="0 passed, 1 failed, 0 skipped" # what is said when the run itself broke
  trap - EXIT
  "$servers" down "$folder" || true
  VAR=$RUN/wire "$STACK/down.sh" --quiet || true
  [ ! -s "$RUN/sum" ] || sum=$(cat "$RUN/sum")
  if [ "$code" = 0 ]; then rm -rf "$RUN"; else echo "the servers' words are in $RUN"; fi
  echo "$sum"
  exit "$code"
}
trap ending EXIT
trap 'exit 130' INT TERM

"$servers" up "$folder"
python3=/usr/bin/python3
if [ -z "${ONLY:-}" ] || [[ " $ONLY " = *" wire "* ]]; then
  read -r PORT APACHE_PORT CGI_PORT FCGI_PORT < <("$python3" tests/support/free_ports.py 4)
  VAR=$RUN/wire SETTINGS="limits.scale=1000 log.level=debug" PORT=$PORT APACHE_PORT=$APACHE_PORT CGI_PORT=$CGI_PORT FCGI_PORT=$FCGI_PORT \
    "$STACK/up.sh" >"$RUN/up.log" 2>&1 || cat "$RUN/up.log" # the wire tests then fail and say so
fi
"$python3" tests/support/check.py
