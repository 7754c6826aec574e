#!/usr/bin/env bash
# Fuzzes the API of a real service, by its own OpenAPI document: scripts/fuzz.sh [options of `schemathesis run`]
# Needs Python 3.10 or newer; installs schemathesis beside the data, in a temporary folder of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=${FUZZ_FOLDER:-$(mktemp -d)}
[ -x "$folder/venv/bin/schemathesis" ] || {
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet schemathesis==4.32.5
}
data=$(mktemp -d -p "$folder")
bun src/main.ts start --config test/fuzz/config.yaml --data-dir "$data" --port 0 > "$data/service.log" 2>&1 &
service=$!
trap 'kill $service 2> /dev/null || true' EXIT
until origin=$(sed -nE 's/.*Listening on (http:.*)$/\1/p' "$data/service.log" | grep .) && curl -sf "$origin/readyz" > /dev/null; do
  kill -0 $service
  sleep 0.1
done

cd test/fuzz
status=0
"$folder/venv/bin/schemathesis" --config-file schemathesis.toml run "$origin/openapi.json" \
  --checks all --continue-on-failure --max-examples 100 "$@" || status=$?
grep -E ' (ERROR|WARN) ' "$data/service.log" || echo 'The log of the service has neither errors nor warnings.'
exit $status
