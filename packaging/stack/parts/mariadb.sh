# Sourced: a private MariaDB on a Unix socket, without TCP. The account of doorwardctl install is made with it.

mariadb_words() { # mariadb_words PASSWORD: the server's first statements and the client's option file
  private_file "$VAR/etc/mariadb-init.sql" <<SQL
CREATE USER IF NOT EXISTS 'doorward_owner'@'localhost';
ALTER USER 'doorward_owner'@'localhost' IDENTIFIED BY '$1';
GRANT ALL ON *.* TO 'doorward_owner'@'localhost' WITH GRANT OPTION;
SQL
  private_file "$VAR/etc/mariadb-client.cnf" <<CNF
[client]
socket = $VAR/run/mariadb.sock
user = doorward_owner
password = $1
CNF
}

ask_mariadb() { "${as_user[@]}" mariadb --defaults-file="$VAR/etc/mariadb-client.cnf" -e "$1"; }

make_database() {
  [ ! -d "$VAR/mysql/mysql" ] || return 0
  "${as_user[@]}" mariadb-install-db --no-defaults --datadir="$VAR/mysql" --tmpdir="$VAR/mysql-tmp" --skip-test-db \
    --auth-root-authentication-method=socket --skip-name-resolve >"$VAR/log/mariadb-install.log" 2>&1 ||
    { cat "$VAR/log/mariadb-install.log"; fail "mariadb-install-db failed"; }
}

run_database() { # run_database FLAG…
  start mariadb mariadbd --no-defaults --datadir="$VAR/mysql" --tmpdir="$VAR/mysql-tmp" --socket="$VAR/run/mariadb.sock" --skip-networking \
    --pid-file="$VAR/run/mariadbd.pid" --init-file="$VAR/etc/mariadb-init.sql" --character-set-server=utf8mb4 \
    --innodb-buffer-pool-size=64M --innodb-log-file-size=48M --max-connections=200 --performance-schema=off "${cluster[@]}" "$@"
}

cluster=()
set_cluster_flags() { :; }

start_mariadb() { # start_mariadb OWNER_PASSWORD [FLAG…]
  mariadb_words "$1"
  own_folders "$VAR/mysql-tmp" # a starting server clears its temporary folder: never one that others use
  make_database
  set_cluster_flags
  run_database "${@:2}"
  await mariadb 30 ask_mariadb "SELECT 1"
}

case ${DOORWARD_TEST_SERVER:-} in
  "") ;;
  mysql-*) . "$STACK/parts/mysql.sh" ;;
  galera) . "$STACK/parts/galera.sh" ;;
  *) fail "DOORWARD_TEST_SERVER is not a server that can be run here: $DOORWARD_TEST_SERVER" ;;
esac
