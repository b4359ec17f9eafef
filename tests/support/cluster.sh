#!/bin/bash
# cluster.sh up|down FOLDER: three Galera nodes on 127.0.0.1, in FOLDER/1 to 3 as stack.sh would make each; memcached in the first.
# `up` also brings back a node that was ended or killed, and returns when every node is in the cluster.
set -euo pipefail
[ $# = 2 ] || { echo "usage: cluster.sh up|down FOLDER" >&2; exit 2; }
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
FOLDER=$2
export DOORWARD_TEST_SERVER=galera VAR=$FOLDER/1 PKG=${PKG:-$HERE/../../var/pkg}
. "$HERE/../../packaging/stack/env.sh"
. "$STACK/process.sh"
. "$STACK/parts/mariadb.sh"
. "$STACK/parts/memcached.sh"
unset GALERA_NODE

at() { VAR=$FOLDER/$1; } # the functions of the stack then speak of this node
status() { ask_mariadb "SHOW STATUS LIKE '$1'" | tail -n 1 | cut -f 2; }
synced() { [ "$(status wsrep_local_state_comment)" = Synced ] && [ "$(status wsrep_cluster_size)" = "$1" ]; }
living() { # those of the nodes that run
  local n
  for n in 1 2 3; do at $n && ! alive mariadb || echo $n; done
}
await_cluster() { # await_cluster NODE…: these are it, and no other
  local n
  for n; do at "$n" && await mariadb 60 synced $#; done
}
start_node() { # start_node NUMBER PORT PEER…
  at "$1"
  GALERA_NODE="${*:2}" start_mariadb "$(cat "$VAR/admin_password")" --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 \
    --innodb-flush-method=nosync --innodb-buffer-pool-dump-at-shutdown=0
}

seed() { # one data folder that knows its cluster, and two copies
  local n
  for n in 1 2 3; do
    at $n
    mkdir -p "$VAR"
    chmod 755 "$FOLDER" "$VAR"
    own_folders "$VAR"/{run,log,etc}
  done
  at 1
  own_folders "$VAR/mysql"
  (umask 077 && random_word >"$VAR/admin_password")
  start_node 1 "${port[1]}"
  end mariadb
  for n in 2 3; do cp -a "$FOLDER/1"/{mysql,admin_password} "$FOLDER/$n/"; done
}

up() {
  local port n any
  [ -e "$FOLDER/ports" ] || { mkdir -p "$FOLDER" && python3 "$HERE/free_ports.py" 3 >"$FOLDER/ports"; }
  read -r -a port < <(echo 0 "$(cat "$FOLDER/ports")")
  [ -e "$FOLDER/3/admin_password" ] || seed
  any=$(living)
  await_cluster $any # nobody comes in while they still look for one that is gone
  for n in 1 2 3; do
    at $n
    alive mariadb && continue
    if [ -z "$any" ]; then start_node $n "${port[n]}"; else start_node $n "${port[n]}" "${port[@]:1}"; fi
    any=yes
  done
  await_cluster 1 2 3
  at 1
  [ -x "$PKG/usr/bin/memcached" ] || "$STACK/packages.sh" serve
  alive memcached || start_memcached
}

down() {
  local n name pid
  for n in 1 2 3; do
    at $n
    for name in memcached mariadb; do
      alive $name || continue
      read -r pid _ <"$VAR/run/$name.pid"
      kill -KILL "$pid"
      gone $name 10
    done
  done
}

case $1 in
  up) up ;;
  down) down ;;
  *) echo "usage: cluster.sh up|down FOLDER" >&2; exit 2 ;;
esac
