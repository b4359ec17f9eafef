# Sourced: DokuWiki as Debian ships it, copied into VAR once; its data stays, our plugin is renewed.

make_wiki() {
  if [ ! -e "$VAR/wiki/.complete" ]; then
    rm -rf "$VAR/wiki"
    cp -r "$PKG/usr/share/dokuwiki" "$VAR/wiki"
    rm -f "$VAR/wiki/.htaccess" "$VAR/wiki/lib/plugins" "$VAR/wiki/lib/tpl"
    cp -r "$PKG/var/lib/dokuwiki/lib/plugins" "$PKG/var/lib/dokuwiki/lib/tpl" "$VAR/wiki/lib/"
    chmod -R a+rX "$VAR/wiki"
    touch "$VAR/wiki/.complete"
  fi
  if [ ! -e "$VAR/wiki-data/.complete" ]; then
    rm -rf "$VAR/wiki-data" "$VAR/wiki-conf"
    cp -r "$PKG/var/lib/dokuwiki/data" "$VAR/wiki-data"
    cp -r "$PKG/etc/dokuwiki" "$VAR/wiki-conf"
    rm -f "$VAR"/wiki-conf/{acl,users}.auth.php
    touch "$VAR/wiki-data/.complete"
  fi
  cp "$STACK/conf/wiki_acl.php" "$VAR/wiki-conf/acl.auth.php"
  render "$STACK/conf/wiki_local.php" "$VAR/wiki-conf/local.php"
  [ "$(id -u)" != 0 ] || chown -R "$STACK_USER" "$VAR/wiki-data" "$VAR/wiki-conf"
  rm -rf "$VAR/wiki/lib/plugins/authdoorward"
  cp -r "$VAR/app/share/doorward/clients/php/dokuwiki" "$VAR/wiki/lib/plugins/authdoorward"
}
