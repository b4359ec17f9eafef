# Sourced after mariadb.sh where DOORWARD_TEST_SERVER is galera: that MariaDB is a node of a Galera cluster on 127.0.0.1. GALERA_NODE
# is its port and those of its peers; without peers it makes a cluster of its own. All nodes begin with copies of one data
# folder, and what a node missed is sent by Galera itself (wsrep_sst_seeded).

galera_position() { # what InnoDB holds, of a node that was killed
  "${as_user[@]}" mariadbd --no-defaults --datadir="$VAR/mysql" --tmpdir="$VAR/mysql-tmp" --socket="$VAR/run/recover.sock" --skip-networking \
    --pid-file="$VAR/run/recover.pid" --innodb-flush-method=nosync --innodb-log-file-size=48M "${cluster[@]}" --wsrep-recover 2>&1 |
    tee "$VAR/log/recover.log" | sed -n 's/.*Recovered position: *//p'
}

set_cluster_flags() { # into `cluster`: the flags that make MariaDB a node
  local port peers peer address= state=$VAR/mysql/grastate.dat
  read -r port peers <<<"${GALERA_NODE:-$(python3 "$ROOT/tests/support/free_ports.py" 1)}"
  for peer in $peers; do address+=,127.0.0.1:$peer; done
  [ -e "$PKG/usr/lib/libgalera_smm.so" ] || "$STACK/packages.sh" galera
  cluster=(--wsrep-on=ON --wsrep-provider="$PKG/usr/lib/libgalera_smm.so" --wsrep-cluster-name=doorward
    --wsrep-cluster-address="gcomm://${address#,}" --wsrep-node-address="127.0.0.1:$port" --wsrep-sst-method=seeded
    --binlog-format=ROW --innodb-autoinc-lock-mode=2 --wsrep-slave-threads=4
    --wsrep-provider-options="base_host=127.0.0.1;base_port=$port;gmcast.listen_addr=tcp://127.0.0.1:$port;ist.recv_addr=127.0.0.1:$((port + 1));gcache.size=64M;$GALERA_TIMES")
  [ -e "$state" ] || return 0
  [ -n "$peers" ] || sed -i 's/^safe_to_bootstrap:.*/safe_to_bootstrap: 1/' "$state"
  ! grep -q '^seqno: *-1$' "$state" || cluster+=(--wsrep-start-position="$(galera_position)")
}
# A node that says nothing for two seconds is out; one is asked three times in that time.
GALERA_TIMES="evs.keepalive_period=PT0.5S;evs.suspect_timeout=PT2S;evs.inactive_timeout=PT3S;evs.inactive_check_period=PT0.2S;evs.install_timeout=PT3S"
PATH=$ROOT/tests/support:$PATH # where mariadbd finds wsrep_sst_seeded
