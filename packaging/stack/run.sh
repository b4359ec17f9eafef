#!/bin/bash
# The private stack in the foreground: shows the service's log until Ctrl-C, then ends everything it started.
. "$(dirname "$0")/env.sh"
ending() {
  trap - INT TERM EXIT
  kill "${tail_id:-}" 2>/dev/null || true
  "$STACK/down.sh"
}
trap 'exit 0' INT TERM
trap ending EXIT
"$STACK/up.sh"
VAR=$(readlink -m "$VAR_NAME") # up.sh may have made it a link
echo "The service's log follows; Ctrl-C ends everything."
setsid tail -n 0 -F "$VAR/log/doorward.log" &
tail_id=$!
wait "$tail_id"
