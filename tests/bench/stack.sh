#!/bin/bash
# stack.sh up|down: the bench's servers below VAR. Two installations of doorward (the second grows large) on one MariaDB and
# one memcached; an nginx and an Apache for doorward and for each yardstick. VAR/ports.json says where.
. "$(dirname "$0")/../../packaging/stack/env.sh"
. "$STACK/process.sh"
. "$STACK/settings.sh"
for part in mariadb memcached doorward; do . "$STACK/parts/$part.sh"; done
CONF=$ROOT/tests/bench/conf
YARD=$ROOT/${BUILD:-build}/bench
WORKERS=2 # as run.gate_workers: the yardsticks are as many

second_settings() { # the second installation: a schema, accounts, sockets and keys of its own
  sed -e "s|^dir = $VAR/run/doorward|dir = $VAR/run/large|" -e '/^gate_tcp/d' -e "s|/master.key|/large.key|" \
    -e "s|^owner_password.*|schema = doorward_large\napp_user = large_app\nplatform_user = large_platform\n&|" \
    "$VAR/etc/doorward.conf" | private_file "$VAR/etc/large/doorward.conf"
  cp -p "$VAR/etc/conf.d/settings.conf" "$VAR/etc/large/conf.d/"
}

settings_without_memory() { # of the first installation, for a CGI program that has no memcached
  own_folders "$VAR"/etc/alone{,/conf.d}
  sed 's|^servers = .*|servers =|' "$VAR/etc/doorward.conf" | private_file "$VAR/etc/alone/doorward.conf"
  cp -p "$VAR/etc/conf.d/settings.conf" "$VAR/etc/alone/conf.d/"
}

install_both() {
  local file
  for file in doorward.conf large/doorward.conf; do
    "${as_user[@]}" "$VAR/app/bin/doorwardctl" --config "$VAR/etc/$file" install >>"$VAR/log/doorwardctl.log" 2>&1 ||
      { tail "$VAR/log/doorwardctl.log" >&2; fail "doorwardctl install failed"; }
  done
}

shipped() { # shipped FOLDER RUN: the shipped files, with the sockets in the folder RUN
  cp -r "$VAR/app/share/doorward/nginx" "$1"
  sed -i "s|/run/doorward/|$2/|" "$1/doorward-http.conf"
}

nginx() { # nginx NAME PORT RUN [closed]: the shipped files; closed: without kept connections
  local folder=$VAR/etc/nginx-$1
  own_folders "$folder"
  shipped "$folder/doorward" "$3"
  [ "${4:-}" != closed ] || sed -Ei '/^ *(keepalive|fastcgi_keep_conn|fastcgi_store)/d' "$folder"/doorward/*.conf
  chmod -R a+rX "$folder"
  render "$CONF/nginx.conf" "$folder/nginx.conf" NAME="$1" LISTEN="$2"
  start "nginx-$1" "$PKG/usr/sbin/nginx" -e "$VAR/log/nginx-$1.log" -c "$folder/nginx.conf"
}

apache() { # apache NAME PORT GATE
  local folder=$VAR/etc/apache-$1
  own_folders "$folder"
  cp -r "$VAR/app/share/doorward/apache" "$folder/doorward"
  cp "$STACK/conf/apache-modules.conf" "$folder/modules.conf"
  chmod -R a+rX "$folder"
  echo "Define DOORWARD_SECRET $GATE_SECRET" | private_file "$folder/secret.conf"
  render "$CONF/apache.conf" "$folder/apache.conf" NAME="$1" LISTEN="$2" GATE="$3"
  start "apache-$1" apache2 -d "$folder" -f "$folder/apache.conf" -DFOREGROUND
}

yardsticks() { # yardsticks PORT PORT: E and M on a socket each, and as authorizers on a port each
  own_folders "$VAR"/run/{empty,remembering} "$VAR/yard"
  cp "$YARD"/* "$VAR/yard/"
  printf '%s\n' "$VAR/run/mariadb.sock" doorward_app "$APP_PASSWORD" doorward | private_file "$VAR/etc/bench-database"
  start empty "$VAR/yard/empty" "$VAR/run/empty/gate.sock" $WORKERS
  start remembering "$VAR/yard/remembering" "$VAR/run/remembering/gate.sock" $WORKERS "$VAR/run/memcached.sock"
  start empty-tcp "$VAR/yard/empty" "$1" $WORKERS
  start remembering-tcp "$VAR/yard/remembering" "$2" $WORKERS "$VAR/run/memcached.sock"
}

answers() { # answers PORT: somebody listens
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

web_servers() { # every nginx and Apache, and ports.json
  local kept name
  kept=$(grep -c '^ *keepalive ' "$VAR/app/share/doorward/nginx/doorward-http.conf" || true)
  local -A ports=([doorward]=${free[0]} [remembering]=${free[1]} [empty]=${free[2]} [large]=${free[3]})
  for name in "${!ports[@]}"; do nginx "$name" "${ports[$name]}" "$VAR/run/$name"; done
  if [ "$kept" != 0 ]; then
    ports+=([doorward-closed]=${free[4]} [remembering-closed]=${free[5]} [empty-closed]=${free[6]})
    for name in doorward remembering empty; do nginx "$name-closed" "${ports[$name-closed]}" "$VAR/run/$name" closed; done
  fi
  ports+=([apache-doorward]=${free[7]} [apache-remembering]=${free[8]} [apache-empty]=${free[9]})
  apache doorward "${free[7]}" "$FCGI_PORT"
  apache empty "${free[9]}" "${free[10]}"
  apache remembering "${free[8]}" "${free[11]}"
  for name in "${!ports[@]}"; do
    case $name in apache-*) await "$name" 10 answers "${ports[$name]}" ;; *) await "nginx-$name" 10 answers "${ports[$name]}" ;; esac
  done
  for name in "${!ports[@]}"; do echo "$name ${ports[$name]}"; done >"$VAR/ports"
}

up() {
  mkdir -p "$VAR"
  chmod 755 "$VAR"
  own_folders "$VAR"
  read -ra free < <(/usr/bin/python3 "$ROOT/tests/support/free_ports.py" 13)
  FCGI_PORT=${free[12]} PORT=${free[0]}
  SETTINGS="limits.scale=1000000 tokens.access_ttl=1h upkeep.every=0s upkeep.cgi_one_in=0 service.default_tenant= ${SETTINGS:-}"
  make_folders
  own_folders "$VAR"/{run/large,etc/large,etc/large/conf.d}
  make_secrets
  install_tree
  write_settings
  echo protected >"$VAR/site/protected"
  chmod a+r "$VAR/site/protected"
  second_settings
  settings_without_memory
  # Room for a million people in memory, and quick to write them down.
  start_mariadb "$OWNER_PASSWORD" --innodb-buffer-pool-size=1G --innodb-log-file-size=256M --innodb-io-capacity=20000 \
    --innodb-io-capacity-max=40000
  start_memcached
  install_both
  start_doorward
  start large "$VAR/app/bin/doorward" serve --config "$VAR/etc/large/doorward.conf"
  yardsticks "${free[10]}" "${free[11]}"
  web_servers
}

down() { # by recorded ids, web servers first; nothing of the database is to be kept
  local file name pid
  for file in "$VAR"/run/{nginx-,apache-,}*.pid; do
    name=${file##*/} name=${name%.pid}
    case $name in
      *-master | mariadbd | '*' | nginx-'*' | apache-'*') ;;
      mariadb) if alive mariadb; then read -r pid _ <"$file" && kill -KILL "$pid"; fi ;;
      *) end "$name" ;;
    esac
  done
}

case ${1:-} in
  up) up ;;
  down) down ;;
  *) fail "usage: stack.sh up|down" ;;
esac
