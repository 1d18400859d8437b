#!/bin/sh
# undo TOKEN [quietly]: puts back what was there before the trial of this token, and restarts unless it was never in force.
state=/etc/langsong
[ "$(cat $state/trial/token 2>/dev/null)" = "$1" ] || exit 0
# Without it not all of what was there had been copied, and nothing was changed.
[ -f $state/trial/checksum ] || exit 0
mv $state/trial $state/undoing 2>/dev/null || exit 0
cd / || exit 1
tar -xzf $state/undoing/before.tar.gz -C /
{ for file in etc/config/*; do echo "$file"; done; cat $state/undoing/members; } | while read -r file; do
  grep -qxF "$file" $state/undoing/before.list || rm -f "/$file"
done
[ "$2" = quietly ] || cat $state/undoing/checksum > $state/undone
rm -f /etc/rc.d/S98langsong
sync
rm -rf $state/undoing
[ "$2" = quietly ] || reboot
