#!/bin/bash
# Stands for OpenWrt without an agent: a folder of state, BusyBox for a shell, and its own /etc and /tmp by a mount namespace.
state=$(dirname "$(readlink -f "$0")")
if [ -e "$state/cut" ]; then
  kill -9 $PPID
  exit 1
fi
echo "${SSH_ORIGINAL_COMMAND%%$'\n'*}" >> "$state/commands"
how="--mount"
[ "$(id -u)" = 0 ] || how="--mount --map-root-user"
export SSH_ORIGINAL_COMMAND
# shellcheck disable=SC2016,SC2086
exec unshare $how sh -c 'mount --bind "$1" /mnt && mount --bind /mnt/etc /etc && mount --bind /mnt/tmp /tmp &&
  { [ ! -f /mnt/boot_id ] || mount --bind /mnt/boot_id /proc/sys/kernel/random/boot_id; } &&
  PATH=/mnt/bin exec /mnt/bin/sh -c "$SSH_ORIGINAL_COMMAND"' sh "$state"
