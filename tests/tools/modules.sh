#!/bin/bash
# Brings the Node modules of the lock file once; several tests may ask at the same time.
set -eu
cd "$(dirname "$0")"
exec 9>>package-lock.json
flock 9
# The file inside node_modules is written last, so a cut installation is made again.
[ node_modules/.package-lock.json -nt package-lock.json ] || { npm ci --silent --no-audit --no-fund && touch node_modules/.package-lock.json; }
