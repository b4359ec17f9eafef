#!/bin/bash
# stack.sh up|down FOLDER: one private MariaDB and memcached for a run of tests, on Unix sockets below FOLDER.
set -euo pipefail
[ $# = 2 ] || { echo "usage: stack.sh up|down FOLDER" >&2; exit 2; }
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export VAR=$2 PKG=${PKG:-$HERE/../../var/pkg}
. "$HERE/../../packaging/stack/env.sh"
. "$STACK/process.sh"
. "$STACK/parts/mariadb.sh"
. "$STACK/parts/memcached.sh"

up() {
  # Above FOLDER everybody may pass, for the servers run as another user; what is secret inside is 0600.
  mkdir -p "$VAR"
  chmod 755 "$VAR"
  own_folders "$VAR"/{run,log,etc,mysql}
  [ -x "$PKG/usr/bin/memcached" ] || "$STACK/packages.sh" serve
  # Kept when servers come back: one that still runs knows no other.
  [ -s "$VAR/admin_password" ] || random_word >"$VAR/admin_password"
  chmod 600 "$VAR/admin_password"
  alive memcached || start_memcached
  alive mariadb && return
  # Nothing here must survive a power cut: no waiting for disks.
  start_mariadb "$(cat "$VAR/admin_password")" --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 \
    --innodb-flush-method=nosync --innodb-buffer-pool-dump-at-shutdown=0 ${MARIADB_FLAGS:-}
}

# Nothing is to be kept, so nobody is asked to finish.
down() {
  local name pid
  for name in memcached mariadb; do
    alive "$name" || continue
    read -r pid _ <"$VAR/run/$name.pid"
    kill -KILL "$pid"
    gone "$name" 10
  done
}

case $1 in
  up) up ;;
  down) down ;;
  *) echo "usage: stack.sh up|down FOLDER" >&2; exit 2 ;;
esac
