#!/bin/sh
# Installs the collector on a machine with systemd, makes it newer, or takes it away. May be run again at any time. POSIX shell.
set -eu

user=langsong-collect
home=/opt/langsong-collect
data=/var/lib/langsong-collect
unit=/etc/systemd/system/langsong-collect.service
here=$(dirname "$(readlink -f "$0")")

usage() {
	cat <<'TEXT'
install.sh [--jar FILE] [--server HOST:PORT --enrol TOKEN]
    installs the collector, or makes it newer; server and token at the first time
install.sh --re-enrol --server HOST:PORT --enrol TOKEN
    the same, and takes the new token in place of its identity, as when its certificate has ended;
    what it collected stays, and goes to the server afterwards
install.sh --uninstall [--purge]
    takes it away; with --purge also what it collected, and its identity

--jar FILE   the program (default: langsong.jar beside this script)
TEXT
}

fail() {
	echo "install.sh: $1" >&2
	exit 1
}

# Of a value that is not there the shell would say less.
need() {
	[ "$#" -ge 2 ] || fail "$1 needs a value; see --help"
}

jar=$here/langsong.jar
server=
token=
mode=install
anew=no
purge=no
while [ $# -gt 0 ]; do
	case "$1" in
	--jar) need "$@"; jar=$2; shift ;;
	--server) need "$@"; server=$2; shift ;;
	--enrol) need "$@"; token=$2; shift ;;
	--re-enrol) anew=yes ;;
	--uninstall) mode=uninstall ;;
	--purge) purge=yes ;;
	-h | --help) usage; exit 0 ;;
	*) usage >&2; exit 2 ;;
	esac
	shift
done

[ "$(id -u)" = 0 ] || fail "run this as root, as by sudo"

# Also in an image that is being made, where nothing runs.
service() {
	if [ -d /run/systemd/system ]; then
		systemctl "$@"
	fi
}

if [ "$mode" = uninstall ]; then
	if [ -e "$unit" ]; then
		service disable --now langsong-collect.service
	fi
	rm -rf "$unit" "$home" "$home.old" "$home.new"
	service daemon-reload
	if [ "$purge" = yes ]; then
		rm -rf "$data" /etc/default/langsong-collect
		if id "$user" > /dev/null 2>&1; then
			userdel "$user"
		fi
	fi
	echo "The collector is gone$([ "$purge" = yes ] || echo "; what it collected stays in $data")."
	exit 0
fi

java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java") ||
	fail "there is no Java; install a JRE of version 17 or newer, as by: apt-get install openjdk-17-jre-headless"
java=$(readlink -f "$java")
major=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
[ "${major:-0}" -ge 17 ] || fail "$java is version ${major:-unknown}; install a JRE of version 17 or newer, or set JAVA_HOME"
[ -r "$jar" ] || fail "there is no program $jar; give it by --jar FILE"
# As a run left it that was cut off.
if [ -e "$data/identity.before" ] && [ ! -e "$data/identity" ]; then
	mv "$data/identity.before" "$data/identity"
fi
if [ ! -e "$data/identity" ] && { [ -z "$server" ] || [ -z "$token" ]; }; then
	fail "this collector is not enrolled; give --server HOST:PORT --enrol TOKEN from its page"
fi
if [ "$anew" = yes ] && { [ -z "$server" ] || [ -z "$token" ]; }; then
	fail "--re-enrol needs --server HOST:PORT --enrol TOKEN from the page of the collector"
fi

if ! id "$user" > /dev/null 2>&1; then
	useradd --system --user-group --no-create-home --home-dir "$data" --shell /usr/sbin/nologin "$user"
fi
install -d -o "$user" -g "$user" -m 0700 "$data"

# Unpacked it starts sooner, and needs less memory than as one jar.
rm -rf "$home.new"
"$java" -Djarmode=tools -jar "$jar" extract --destination "$home.new" > /dev/null 2>&1 ||
	fail "$jar is not the program of LangSong; take langsong.jar of its release"
for file in "$home.new"/*.jar; do
	[ "$file" = "$home.new/langsong.jar" ] || mv "$file" "$home.new/langsong.jar"
done
cp "$here/README.md" "$home.new/" 2> /dev/null || true
chmod -R a+rX,go-w "$home.new"
rm -rf "$home.old"
[ ! -e "$home" ] || mv "$home" "$home.old"
mv "$home.new" "$home"
rm -rf "$home.old"

# In the environment, since every user of a machine can read the command lines of all.
enrol() {
	LANGSONG_ENROL=$token runuser -u "$user" -- "$java" -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
		-jar "$home/langsong.jar" collect --only-enrol --server "$server" --enrol env:LANGSONG_ENROL --data-dir "$data"
}

if [ -n "$token" ] && [ -e "$data/identity" ] && [ "$anew" = no ]; then
	echo "This collector is enrolled already, the token was not used. To enrol it anew, and keep what it collected: give --re-enrol too."
elif [ -n "$token" ]; then
	service stop langsong-collect.service 2> /dev/null || true
	# What waits for the server lies beside the identity, and stays.
	[ ! -e "$data/identity" ] || mv "$data/identity" "$data/identity.before"
	# The key of a try before: where its answer was lost, the same token is good for the same key.
	[ ! -e "$data/identity.asked" ] || mv "$data/identity.asked" "$data/identity"
	if ! enrol; then
		[ ! -e "$data/identity" ] || mv "$data/identity" "$data/identity.asked"
		[ -e "$data/identity.before" ] || fail "not enrolled"
		mv "$data/identity.before" "$data/identity"
		service start langsong-collect.service 2> /dev/null || true
		fail "not enrolled; the collector goes on with the identity that it had"
	fi
	rm -f "$data/identity.before"
	echo "Enrolled at $server."
fi

sed "s|@JAVA@|$java|" "$here/langsong-collect.service" > "$unit"
service daemon-reload
# In an image too, so that it starts with the machine that is made of it.
systemctl enable langsong-collect.service
service restart langsong-collect.service
echo "The collector is installed. See: journalctl -u langsong-collect -o cat -f"
