#!/bin/bash
# docs/openapi.yaml is valid OpenAPI 3.1 and names exactly what the route table serves.
set -eu
cd "$(dirname "$0")/../.."
[ -d tests/tools/node_modules ] || npm ci --silent --no-audit --no-fund --prefix tests/tools
exec node tests/tools/openapi.mjs docs/openapi.yaml docs/routes.txt
