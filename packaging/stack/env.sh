# Sourced by every script of the private stack: where it lives, on which ports, as whom it runs.
set -euo pipefail
STACK=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$STACK/../.." && pwd)
VAR_NAME=$(realpath -ms "${VAR:-$ROOT/var}") # as it was said; VAR is where it really is
VAR=$(readlink -m "$VAR_NAME")
PKG=$(readlink -m "${PKG:-$VAR/pkg}")
PORT=${PORT:-8080}
APACHE_PORT=${APACHE_PORT:-8081}
CGI_PORT=${CGI_PORT:-$((APACHE_PORT + 1))}
FCGI_PORT=${FCGI_PORT:-$((APACHE_PORT + 2))}
PATH=$PATH:/usr/sbin:/sbin

fail() {
  echo "doorward: $*" >&2
  exit 1
}

# As root the whole stack runs as www-data, otherwise as whoever started it.
if [ "$(id -u)" = 0 ]; then
  STACK_USER=www-data
  as_user=(setpriv --reuid=www-data --regid=www-data --clear-groups --no-new-privs)
else
  STACK_USER=$(id -un)
  as_user=()
fi

private_file() { # private_file NAME: stdin becomes a file that only the stack's user reads
  (umask 077 && cat >"$1")
  [ "$(id -u)" != 0 ] || chown "$STACK_USER" "$1"
}
random_word() { head -c "${1:-18}" /dev/urandom | base64 | tr '+/' 'ab' | tr -d '=\n'; }
own_folders() { # own_folders NAME…: made, and the stack user's
  mkdir -p "$@"
  [ "$(id -u)" != 0 ] || chown "$STACK_USER" "$@"
}
