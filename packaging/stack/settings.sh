# Sourced: the stack's folders, its secrets (made once), and its configuration files (written at each start).

make_folders() {
  own_folders "$VAR"/{run,run/doorward,log,etc,etc/conf.d,etc/nginx,etc/apache,tmp,mail,site}
  chmod 700 "$VAR/etc" "$VAR/mail"
}

make_secrets() { # OWNER_PASSWORD, APP_PASSWORD, PLATFORM_PASSWORD, GATE_SECRET
  local name
  [ -s "$VAR/etc/secrets" ] ||
    for name in OWNER_PASSWORD APP_PASSWORD PLATFORM_PASSWORD GATE_SECRET; do
      echo "$name=$(random_word)"
    done | private_file "$VAR/etc/secrets"
  . "$VAR/etc/secrets"
}

install_tree() { # `make install` into VAR/app
  MAKEFLAGS=$(sed -E 's/ ?(--jobserver-auth=[^ ]*|-j[0-9]*)//g' <<<"${MAKEFLAGS:-}") make -s -C "$ROOT" install prefix="$VAR/app" >"$VAR/log/install.log" || fail "make install failed: $VAR/log/install.log"
  mkdir -p "$VAR/app/share/doorward/site"
  cp "$STACK/site/whoami.php" "$VAR/app/share/doorward/site/"
}

render() { # render FILE TARGET [NAME=VALUE…]: @NAME@ replaced; for the stack's user alone
  local source=$1 target=$2 name program=()
  shift 2
  for name in VAR PKG PORT APACHE_PORT CGI_PORT FCGI_PORT OWNER_PASSWORD APP_PASSWORD PLATFORM_PASSWORD GATE_SECRET; do
    program+=(-e "s|@$name@|${!name}|g")
  done
  for name; do program+=(-e "s|@${name%%=*}@|${name#*=}|g"); done
  sed "${program[@]}" "$source" | private_file "$target"
}

write_settings() { # the service's own file, and what SETTINGS says for this start
  render "$STACK/conf/doorward.conf" "$VAR/etc/doorward.conf"
  printf '%s\n' ${SETTINGS:-} | sed 's/=/ = /' | private_file "$VAR/etc/conf.d/settings.conf"
}

write_web_server_files() {
  local shipped=$VAR/app/share/doorward
  rm -rf "$VAR/etc/nginx/doorward" "$VAR/etc/apache/doorward"
  cp -r "$shipped/nginx" "$VAR/etc/nginx/doorward"
  cp -r "$shipped/apache" "$VAR/etc/apache/doorward"
  sed -i "s|/run/doorward/|$VAR/run/doorward/|" "$VAR/etc/nginx/doorward/doorward-http.conf"
  render "$STACK/conf/nginx.conf" "$VAR/etc/nginx/nginx.conf"
  cp "$STACK/conf/nginx-php.conf" "$VAR/etc/nginx/php.conf"
  cp "$STACK/conf/nginx-headers.conf" "$VAR/etc/nginx/headers.conf"
  render "$STACK/conf/apache.conf" "$VAR/etc/apache/apache.conf"
  cp "$STACK/conf/apache-modules.conf" "$VAR/etc/apache/modules.conf"
  echo "Define DOORWARD_SECRET $GATE_SECRET" | private_file "$VAR/etc/apache/secret.conf"
  chmod -R a+rX "$VAR/etc/nginx/doorward" "$VAR/etc/apache/doorward"
  cp "$STACK/site/index.html" "$VAR/site/index.html"
  chmod a+r "$VAR/etc/nginx/php.conf" "$VAR/etc/nginx/headers.conf" "$VAR/etc/apache/modules.conf" "$VAR/site/index.html"
}
