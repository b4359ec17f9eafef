#!/bin/bash
# Makes VAR a folder that the stack's user can enter and whose socket names are short enough; where the
# checkout does not allow that, VAR becomes a link to a fresh folder that does.
. "$(dirname "$0")/env.sh"

longest_socket=/check-XXXXXX/wire/run/doorward/gate.sock
suits() { [ $((${#VAR} + ${#longest_socket})) -lt 100 ] && "${as_user[@]}" test -w "$VAR/."; }

mkdir -p "$VAR"
[ -z "$(ls -A "$VAR")" ] && chown "$STACK_USER" "$VAR"
suits && exit 0
[ ! -L "$VAR_NAME" ] || fail "$VAR_NAME leads to $VAR, which $STACK_USER cannot write"
fresh=$(mktemp -d /var/tmp/doorward-XXXXXX)
chmod 755 "$fresh"
find "$VAR" -mindepth 1 -maxdepth 1 -exec mv -t "$fresh" {} +
chown "$STACK_USER" "$fresh"
rmdir "$VAR"
ln -s "$fresh" "$VAR_NAME"
echo "$STACK_USER cannot work in $VAR_NAME: it is now a link to $fresh"
