#!/bin/sh
# apply TOKEN CHECKSUM SECONDS: takes over what lies in /tmp/langsong, and undoes it after so many seconds unless somebody confirms it.
# Nothing is run twice: whoever makes the folder "trial" does it, and whoever moves it away ends it.
state=/etc/langsong
new=/tmp/langsong
umask 077
cd / || exit 1
mkdir "$state/trial" 2>/dev/null || { echo busy; exit 3; }
rm -f "$state/undone" "$state/refused"
trial=$state/trial
echo "$1" > "$trial/token"
echo "$3" > "$trial/seconds"
# What "whole" lies beside brings back all of a configuration; else what belongs to UCI is merged by the batch.
merged='^etc/config/'
[ -e "$new/whole" ] && merged='^$'
tar -tzf "$new/files.tar.gz" | sed 's,^\./,,' | grep -v -e '/$' -e "$merged" > "$trial/members"
{
  for file in etc/config/*; do [ -f "$file" ] && echo "$file"; done
  while read -r file; do [ -e "$file" ] && echo "$file"; done < "$trial/members"
} > "$trial/before.list"
all() { command=$1; list=$2; shift 2; while read -r file; do set -- "$@" "$file"; done < "$list"; $command "$@"; }
all tar "$trial/before.list" -czf "$trial/before.tar.gz" -C / -- || { rm -rf "$trial"; echo "no room for a copy of what is there"; exit 1; }
mkdir -p /etc/rc.d
# A box that loses its power meanwhile goes on waiting when it comes back.
cat > /etc/rc.d/S98langsong <<'BOOT'
#!/bin/sh
[ "$1" = boot ] || [ "$1" = start ] || exit 0
state=/etc/langsong
[ -d $state/undoing ] && [ ! -d $state/trial ] && mv $state/undoing $state/trial
[ -f $state/trial/checksum ] || { rm -f /etc/rc.d/S98langsong; exit 0; }
( trap '' HUP; sleep "$(cat $state/trial/seconds)"; sh $state/undo "$(cat $state/trial/token)" ) </dev/null >/dev/null 2>&1 &
BOOT
chmod 755 /etc/rc.d/S98langsong
# Written last: from here on the trial is one.
echo "$2" > "$trial/checksum"
sync
( trap '' HUP; sleep "$3"; sh "$state/undo" "$1" ) </dev/null >/dev/null 2>&1 &
(
  trap '' HUP
  said=$(
    exec 2>&1
    sed -n 's/^commit //p' "$new/batch" | while read -r package; do
      [ -f "etc/config/$package" ] || : > "etc/config/$package"
    done
    uci batch < "$new/batch" &&
      { [ ! -s "$trial/members" ] || all tar "$trial/members" -xzf "$new/files.tar.gz" -C / --; } || echo "ended with an error"
  )
  if [ -n "$said" ]; then
    { echo "$2"; echo "$said"; } | head -c 1000 > "$state/refused"
    sh "$state/undo" "$1" quietly
  else
    sync
    reload_config
    # Services restart behind our back: what can be reached at once may still go by the old way.
    settle=$(($3 / 5))
    [ "$settle" -le 20 ] || settle=20
    sleep "$settle"
    : 2>/dev/null > "$trial/applied"
  fi
  rm -rf "$new"
) </dev/null >/dev/null 2>&1 &
echo begun
