#!/bin/bash
# A room includes only rooms to its left; endpoints and commands see neither port (but json and, for commands, cli, terminal and
# reporter) nor store; only port includes third-party headers.
set -u
cd "$(dirname "$0")/../.." || exit 1
bad=0 seen=0
declare -A may=(
  [base]="base"
  [model]="base model"
  [port]="base model port"
  [store]="base model port store"
  [service]="base model port store service"
  [http]="base model port http"
  [endpoint]="base model port/json.hh service http endpoint"
  [command]="base model port/json.hh port/cli.hh port/terminal.hh port/reporter.hh service command"
  [route]="base model port store service http endpoint route"
  [door]="base model port store service http endpoint route door"
  [main]="base model port store service http endpoint command route door main"
)
complain() { echo "$1: $2"; bad=1; }

for folder in src/*/; do
  room=$(basename "$folder")
  [ -n "${may[$room]:-}" ] || { complain "$folder" "no such room in DESIGN: name what it may look at in $0"; continue; }
  while IFS=: read -r file line; do
    seen=$((seen + 1))
    header=${line#*\"} header=${header%%\"*}
    [ "$header" != build.hh ] || continue
    allowed=no
    for left in ${may[$room]}; do
      case $header in "$left" | "$left"/*) allowed=yes ;; esac
    done
    [ $allowed = yes ] || complain "$file" "room $room must not look at $header"
  done < <(grep -rE '^ *# *include *"' "$folder" --include='*.cc' --include='*.hh' --include='*.def')
done

standard='<([a-z_0-9]+|(sys|netinet|arpa|net)/[a-z_]+\.h|(unistd|fcntl|poll|signal|stdlib|time|grp|pwd|syslog|dirent)\.h)>'
while IFS= read -r line; do
  complain "$line" "only port includes third-party headers"
done < <(grep -rE '^ *# *include *<' src --include='*.cc' --include='*.hh' | grep -v '^src/port/' | grep -vE "$standard")

[ "$seen" -gt 100 ] || complain src "only $seen includes were read"
exit $bad
