#!/usr/bin/env bash
# Runs a command in bindings/swift with the Swift toolchain of a Debian tree: in-debian.sh TREE COMMAND…
#
# The mounts live in a namespace of their own, which ends with the command however it ends: nothing is left mounted outside, so that the
# tree, and the checkout that is mounted into it, can be deleted at any time. Needs root.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
if [ "$1" != --inside ]; then
    exec unshare --mount --propagation private --pid --fork --kill-child -- "$here/in-debian.sh" --inside "$@"
fi
tree=$2
shift 2

mount -t proc proc "$tree/proc"
mount --rbind /dev "$tree/dev"
mount --rbind /sys "$tree/sys"
mkdir -p "$tree/src"
mount --bind "$here/../.." "$tree/src"
# The script's own text is for the shell inside.
# shellcheck disable=SC2016
exec chroot "$tree" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TMPDIR=/tmp PATH=/usr/libexec/swift/bin:/usr/bin:/bin \
    TVPASS_SANDBOX=/src/target/debug/tvpass-sandbox /bin/bash -c 'cd /src/bindings/swift && exec "$@"' in-debian "$@"
