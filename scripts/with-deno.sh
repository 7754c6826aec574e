#!/bin/sh
# with-deno.sh ARGUMENTS…: the service from its sources under Deno, with the permissions that it needs and no other: it may write to
# the folder it is called in.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
exec deno run --no-prompt --config "$root/deno.json" --allow-read=".,$root" --allow-write=. --allow-net=127.0.0.1 \
  --allow-env='TACHOGRAPH_*' --allow-sys=cpus,hostname,networkInterfaces --allow-ffi="$root/node_modules/better-sqlite3" \
  "$root/src/main.ts" "$@"
