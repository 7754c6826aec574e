#!/bin/sh
# Makes config/config.active.yaml lead to the one of the folder that is mounted at /config, or to the built-in default where there
# is none, and starts the service. In the image that file is a link to $active, because a read-only root has no other place for it.
set -eu
active=/tmp/config.active.yaml
config=/config/config.active.yaml

if [ -d /config ] && [ ! -x /config ]; then
  echo "ERROR cannot look into /config: let user $(id -u) read the folder that is mounted there (chmod o+rx)" >&2
  exit 1
fi
[ -e "$config" ] || config=/app/config/config.emulated.yaml
# What is there and no link was mounted by somebody.
if [ -L "$active" ] || [ ! -e "$active" ]; then
  ln -sf "$config" "$active"
fi
exec tachograph "$@"
