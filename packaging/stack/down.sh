#!/bin/bash
# Ends what up.sh started, by its recorded process ids, web servers first.
. "$(dirname "$0")/env.sh"
. "$STACK/process.sh"
ended=()
for name in apache nginx php doorward memcached mariadb; do
  [ -e "$VAR/run/$name.pid" ] || continue
  end "$name"
  ended+=("$name")
done
[ "${1:-}" = --quiet ] || echo "ended: ${ended[*]:-nothing was running}"
