# Sourced: a private memcached on a Unix socket.

start_memcached() {
  rm -f "$VAR/run/memcached.sock"
  start memcached "$PKG/usr/bin/memcached" -s "$VAR/run/memcached.sock" -a 0600 -m 64 -c 1024
  await memcached 5 test -S "$VAR/run/memcached.sock"
}
