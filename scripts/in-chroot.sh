#!/bin/sh
# in-chroot.sh BINARY ARGUMENTS…: runs a binary where there is nothing but its libc, as a user without rights, on a root that is
# read-only but for /tmp and the folder it is called in. Needs root and Linux; the root goes with the process.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
if [ "${OWN_MOUNTS:-}" = '' ]; then
  exec env OWN_MOUNTS=yes unshare --mount "$0" "$@"
fi
unset OWN_MOUNTS

binary=$1
shift
here=$(pwd)
# Any folder that is there and does not lead to the binary.
root=/srv
mount -t tmpfs -o mode=755 tmpfs "$root"
mkdir -p "$root/tmp" "$root/proc" "$root/dev" "$root/bin"
libraries=$(ldd "$binary" 2>&1 | grep -o '/[^ )]*' || true)
for library in $libraries; do
  if [ -f "$library" ]; then install -D "$library" "$root$library"; fi
done
mount -t proc proc "$root/proc"
for device in null zero urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
touch "$root/bin/tachograph"
mount --bind "$binary" "$root/bin/tachograph"
mount -t tmpfs -o mode=1777,exec tmpfs "$root/tmp"
mkdir -p "$root$here"
mount --bind "$here" "$root$here"
mount -o remount,ro "$root"
exec chroot --userspec=10001:10001 "$root" /bin/tachograph "$@"
