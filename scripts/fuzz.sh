#!/usr/bin/env bash
# Fuzzes the API of a real service by its own OpenAPI document: scripts/fuzz.sh [options of `schemathesis run`]
# TACHOGRAPH_API_TOKEN=… has the service need a token. Needs Python 3.10 or newer; schemathesis comes into FUZZ_FOLDER.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=${FUZZ_FOLDER:-$(mktemp -d)}
if [ ! -x "$folder/venv/bin/schemathesis" ]; then
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet schemathesis==4.32.5
fi
data=$(mktemp -d -p "$folder")
export TACHOGRAPH_API_TOKEN=${TACHOGRAPH_API_TOKEN:-}
bun src/main.ts start --config test/fuzz/config.yaml --data-dir "$data" --port 0 > "$data/service.log" 2>&1 &
service=$!
trap 'kill $service 2> /dev/null || true' EXIT
origin() { sed -nE 's/.*Listening on (http:.*)$/\1/p' "$data/service.log"; }
until curl -sf "$(origin)/readyz" > /dev/null 2>&1; do
  kill -0 $service
  sleep 0.1
done

cd test/fuzz
status=0
"$folder/venv/bin/schemathesis" --config-file schemathesis.toml run "$(origin)/openapi.json" \
  --checks all --continue-on-failure --max-examples 100 "$@" || status=$?
grep -E ' (ERROR|WARN) ' "$data/service.log" || echo 'The log of the service has neither errors nor warnings.'
exit $status
