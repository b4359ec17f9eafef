#!/bin/bash
# docs/openapi.yaml is valid OpenAPI 3.1 and names exactly what the route table serves.
set -eu
cd "$(dirname "$0")/../.."
tests/tools/modules.sh
exec node tests/tools/openapi.mjs docs/openapi.yaml docs/routes.txt
