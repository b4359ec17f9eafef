# Sourced: Apache as Debian installs its programs, without Debian's service.

start_apache() {
  rm -f "$VAR/run/apache-master.pid"
  start apache apache2 -d "$VAR/etc/apache" -f "$VAR/etc/apache/apache.conf" -DFOREGROUND
  await apache 10 curl -fs -o /dev/null "http://127.0.0.1:$APACHE_PORT/"
}
