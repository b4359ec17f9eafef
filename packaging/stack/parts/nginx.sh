# Sourced: nginx from the unpacked packages.

start_nginx() {
  rm -f "$VAR/run/headers.sock"
  start nginx "$PKG/usr/sbin/nginx" -e "$VAR/log/nginx.log" -c "$VAR/etc/nginx/nginx.conf"
  await nginx 10 curl -fs -o /dev/null "http://127.0.0.1:$PORT/"
}
