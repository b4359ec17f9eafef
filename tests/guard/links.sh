#!/bin/bash
# Each page that a link in mail leads to is kept out of the logs of nginx and Apache by the shipped files, and by its path no
# other is; only one place of the program makes links.
set -u
cd "$(dirname "$0")/../.." || exit 1
bad=0
pages=$(sed -n 's/^ *case OpaqueKind::[a-z]*: return "\(\/[a-z\/]*\)";$/\1/p' src/service/one_time.cc | sort)
[ "$(wc -l <<<"$pages")" -ge 3 ] || { echo "src/service/one_time.cc: the pages of links were not found"; exit 1; }
same() { # same FILE PAGES
  [ "$2" = "$pages" ] || { echo "$1 names" $2 "; links lead to" $pages; bad=1; }
}
for file in nginx/doorward-server.conf apache/doorward-links.conf; do
  same "$file" "$(sed -n 's/.*\^\/auth\/(?:\([a-z\/|]*\))\\b".*/\1/p' "$file" | tr '|' '\n' | sed 's/^/\//' | sort)"
done
grep -q '\\b" { include doorward/doorward-link.conf; }$' nginx/doorward-server.conf || { echo "nginx: no page of a link is kept out"; bad=1; }
grep -qx 'access_log off;' nginx/doorward-link.conf || { echo "nginx/doorward-link.conf: a log has the page"; bad=1; }
for file in apache/doorward-server.conf apache/doorward-cgi.conf; do
  grep -qx 'Include doorward/doorward-links.conf' "$file" || { echo "$file does not include doorward-links.conf"; bad=1; }
done
for page in $pages; do
  grep -q "^ROUTE(GET, \"$page\"," src/route/routes.def || { echo "$page is no page"; bad=1; }
done
made=$(grep -rn '?token=' src --include='*.cc' | grep -v '^src/service/one_time.cc:')
[ -z "$made" ] || { echo "a link is made elsewhere:"; echo "$made"; bad=1; }
exit $bad
