# Sourced after mariadb.sh: where DOORWARD_TEST_SERVER names a MySQL ("mysql-9.7") that server runs in MariaDB's place and under
# its names, so that whoever asks finds it. tests/support/bring_mysql.sh unpacks it.

run_mysqld() { # run_mysqld COMMAND…, which gets the server's command line
  "$@" "$PKG/$DOORWARD_TEST_SERVER/mysqld" --datadir="$VAR/mysql" --tmpdir="$VAR/mysql-tmp" \
    --socket="$VAR/run/mariadb.sock" --pid-file="$VAR/run/mariadbd.pid" "${flags[@]}"
}

make_database() {
  local flags=(--initialize-insecure)
  [ -x "$PKG/$DOORWARD_TEST_SERVER/mysqld" ] || "$ROOT/tests/support/bring_mysql.sh" "${DOORWARD_TEST_SERVER#mysql-}"
  [ -d "$VAR/mysql/mysql" ] || run_mysqld "${as_user[@]}" >"$VAR/log/mysql-install.log" 2>&1 ||
    { cat "$VAR/log/mysql-install.log"; fail "mysqld --initialize failed"; }
}

# The binary log is on, as MySQL has it; MySQL then lets only those make functions whom an administrator trusts.
run_database() {
  rm -f "$VAR/run/mariadb.sock.lock" # of a killed one whose id nobody has collected yet
  local flags=(--skip-networking --mysqlx=OFF --init-file="$VAR/etc/mariadb-init.sql" --character-set-server=utf8mb4
    --innodb-buffer-pool-size=64M --max-connections=200 --performance-schema=OFF --log-bin-trust-function-creators=ON --local-infile=ON "$@")
  run_mysqld start mariadb
}
