#!/bin/bash
# What `make chaos` does: starts a private stack where hashing is cheap, measures what no test may assert, ends the stack.
"$(dirname "$0")/../../packaging/stack/var_folder.sh" || exit 1
. "$(dirname "$0")/../../packaging/stack/env.sh"
cd "$ROOT"
"$STACK/packages.sh" serve stack
exec 8>"$VAR/chaos.lock" # not inherited by what is started
flock -n 8 || fail "another chaos is under way in $VAR_NAME"

export PKG VAR=$VAR/chaos PORT APACHE_PORT CGI_PORT FCGI_PORT SETTINGS
ending() {
  local code=$?
  trap - EXIT
  "$STACK/down.sh" --quiet
  if [ "$code" = 0 ]; then rm -rf "$VAR"; else echo "the servers' words are in $VAR/log"; fi
  exit "$code"
}
trap ending EXIT
trap 'exit 130' INT TERM
[ ! -d "$VAR/run" ] || "$STACK/down.sh" --quiet # what a killed run left behind
rm -rf "$VAR"
read -r PORT APACHE_PORT CGI_PORT FCGI_PORT < <(/usr/bin/python3 tests/support/free_ports.py 4)
SETTINGS="limits.scale=1000000 lockout.after=100 lockout.delay=0s lockout.time=24h run.app_workers=1
  password.argon2_memory_kib=64 password.argon2_passes=1"
mkdir -p "$VAR/log"
"$STACK/up.sh" >"$VAR/log/up.log" 2>&1 || { cat "$VAR/log/up.log"; exit 1; }
/usr/bin/python3 tests/chaos/log_in_timing.py "$VAR"
