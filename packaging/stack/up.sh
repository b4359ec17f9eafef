#!/bin/bash
# Starts the private stack and returns when it is healthy. A running one is ended first; its data stays.
"$(dirname "$0")/var_folder.sh" || exit 1
. "$(dirname "$0")/env.sh"
"$STACK/packages.sh" serve stack
. "$STACK/process.sh"
. "$STACK/settings.sh"
for part in mariadb memcached doorward php nginx apache wiki; do . "$STACK/parts/$part.sh"; done

healthy() { curl -fs -o /dev/null "http://127.0.0.1:$1/auth/health"; }

cd "$VAR" # where the stack's user may stand
make_folders
exec 8>"$VAR/run/up.lock" # not inherited by what is started
flock -n 8 || fail "another start of $VAR_NAME is under way"
"$STACK/down.sh" --quiet
for port in "$PORT" "$APACHE_PORT" "$CGI_PORT" "$FCGI_PORT"; do
  ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null ||
    fail "port $port of 127.0.0.1 is taken; choose others: PORT= APACHE_PORT= CGI_PORT= FCGI_PORT="
done
trap '[ $? = 0 ] || "$STACK/down.sh" --quiet' EXIT
make_secrets
install_tree
write_settings
write_web_server_files
make_wiki
start_mariadb "$OWNER_PASSWORD"
start_memcached
prepare_doorward
screen=$(PORT=$PORT APACHE_PORT=$APACHE_PORT CGI_PORT=$CGI_PORT "${as_user[@]}" /usr/bin/python3 - "$VAR" <"$STACK/seed.py")
start_doorward
start_php
start_nginx
start_apache
for port in "$PORT" "$APACHE_PORT" "$CGI_PORT"; do await doorward 30 healthy "$port"; done
echo "$screen"
