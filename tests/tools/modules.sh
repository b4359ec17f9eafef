#!/bin/bash
# Brings the Node modules of the lock file once; several tests may ask at the same time.
set -eu
cd "$(dirname "$0")"
exec 9>>package-lock.json
flock 9
# npm knows only its own authorities; a network of its own is trusted where the system trusts it.
system=/etc/ssl/certs/ca-certificates.crt
[ ! -r "$system" ] || export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$system}"
# The file inside node_modules is written last, so a cut installation is made again.
[ node_modules/.package-lock.json -nt package-lock.json ] ||
  { npm ci --silent --no-audit --no-fund --fetch-retries=1 && touch node_modules/.package-lock.json; }
