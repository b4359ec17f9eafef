# Sourced: PHP-FPM from the unpacked packages, one pool per application and origin.

pool() { # pool NAME [FILE to run first]
  render "$STACK/conf/php-pool.conf" "$VAR/tmp/pool" POOL="$1"
  cat "$VAR/tmp/pool"
  [ -z "${2:-}" ] || echo "php_admin_value[auto_prepend_file] = $2"
}

write_php_settings() {
  local share=$VAR/app/share/doorward
  render "$STACK/conf/php.ini" "$VAR/etc/php.ini"
  render "$STACK/conf/wiki_prepend.php" "$VAR/etc/wiki_prepend.php"
  echo "<?php require '$share/clients/php/doorward_guard.php'; require '$VAR/etc/wiki_prepend.php';" |
    private_file "$VAR/etc/cgi_wiki_prepend.php"
  {
    render "$STACK/conf/php-fpm.conf" "$VAR/tmp/pool" && cat "$VAR/tmp/pool"
    pool app
    pool wiki "$VAR/etc/wiki_prepend.php"
    pool cgi-app "$share/clients/php/doorward_guard.php"
    pool cgi-wiki "$VAR/etc/cgi_wiki_prepend.php"
  } | private_file "$VAR/etc/php-fpm.conf"
}

start_php() {
  write_php_settings
  rm -f "$VAR"/run/php-*.sock
  start php env PHP_INI_SCAN_DIR= "$PKG/usr/sbin/php-fpm8.2" --nodaemonize --fpm-config "$VAR/etc/php-fpm.conf" \
    -c "$VAR/etc/php.ini"
  await php 10 test -S "$VAR/run/php-cgi-wiki.sock"
}
