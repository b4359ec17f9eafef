#!/bin/bash
# docs/man is what the programs say of themselves; `make docs` renews it.
set -eu
cd "$(dirname "$0")/../.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
packaging/man.sh "$fresh"
[ "$(ls "$fresh" | wc -l)" = 3 ] || { echo "not three pages"; exit 1; }
diff -ru docs/man "$fresh" || { echo "docs/man is stale: make docs"; exit 1; }
