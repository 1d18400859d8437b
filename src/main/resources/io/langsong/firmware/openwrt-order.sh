# order TOKEN SHA256: restarts with what lies in /tmp/langsong-firmware, once: whoever makes the folder "begun" does it.
new=/tmp/langsong-firmware
umask 077
cd / || exit 1
if ! mkdir "$new/begun" 2>/dev/null; then
  [ -d "$new/begun" ] || { echo "nothing was brought here"; exit 1; }
  [ "$(cat "$new/begun/token" 2>/dev/null)" = "$1" ] || { echo "it is about to restart for somebody else"; exit 1; }
  [ -f "$new/ended" ] || exit 0
  head -c 1000 "$new/log"
  exit 5
fi
echo "$1" > "$new/begun/token"
# The file may have been another for a moment.
[ "$(sha256sum "$new/image" | cut -d ' ' -f 1)" = "$2" ] || { rm -rf "$new"; echo "it has another checksum"; exit 1; }
# What is not in /etc/config and not known to the firmware is kept only if it is named.
for file in /etc/langsong /etc/openwisp /usr/lib/openwisp-config /usr/sbin/openwisp-config /usr/sbin/openwisp_config \
  /etc/init.d/openwisp-config /etc/init.d/openwisp_config /etc/rc.d/S*openwisp*; do
  if [ -e "$file" ] && ! grep -qxF "$file" /etc/sysupgrade.conf 2>/dev/null; then
    echo "$file" >> /etc/sysupgrade.conf
  fi
done
sync
(
  trap '' HUP
  sleep 2
  sysupgrade "$new/image" > "$new/log" 2>&1 || : > "$new/ended"
) </dev/null >/dev/null 2>&1 &
exit 0
