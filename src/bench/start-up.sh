#!/usr/bin/env bash
# How long the server takes until it listens, and what it then holds in memory. The start measured is never the first: the
# data directory, with the embedded database, is there. Prints a table: median seconds of some starts until /actuator/health
# answers, CPU seconds of the server until then, and a minute's rest later the memory of the server (resident) and of its
# PostgreSQL (shared pages counted once).
#
#   src/bench/start-up.sh [STARTS]        needs Linux, a JDK, curl and target/langsong.jar; 5 starts each by default
#
# REST=10 shortens the rest to 10 s.
set -euo pipefail
cd "$(dirname "$0")/../.."
starts=${1:-5}
rest=${REST:-60}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d /tmp/langsong-start-XXXXXX)
pid=
trap 'if [ -n "$pid" ]; then kill "$pid" 2>/dev/null && wait "$pid"; fi; rm -rf "$folder"' EXIT

"$java" -Djarmode=tools -jar target/langsong.jar extract --destination "$folder/app" >/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export LANGSONG_ADMIN_PASSWORD=a-password-of-the-benchmark-1

cpu() { awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) / hz }' "/proc/$1/stat"; }

start() {
  begun=$(date +%s.%N)
  "$java" "$@" serve --data-dir "$folder/data" --port "$port" --server.address=127.0.0.1 >"$folder/log" 2>&1 &
  pid=$!
  until curl -s -o /dev/null "http://127.0.0.1:$port/actuator/health"; do
    kill -0 "$pid" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.02
  done
  ended=$(date +%s.%N)
  used=$(cpu "$pid")
}

stop() {
  kill "$pid"
  wait "$pid" || true
  pid=
}

memory() {
  server=$(awk '/^VmRSS:/ { print int($2 / 1024) }' "/proc/$pid/status")
  postmaster=$(head -n 1 "$folder/data/postgres/data/postmaster.pid")
  database=0
  for one in "$postmaster" $(pgrep -P "$postmaster"); do
    share=$(awk '/^Pss:/ { print $2 }' "/proc/$one/smaps_rollup" 2>/dev/null || echo 0)
    database=$((database + ${share:-0}))
  done
  database=$((database / 1024))
}

measure() {
  name=$1
  shift
  times=()
  for _ in $(seq "$starts"); do
    start "$@"
    times+=("$(echo "$ended - $begun" | bc)")
    stop
  done
  median=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((starts + 1) / 2))p")
  start "$@"
  sleep "$rest"
  memory
  printf '| %-44s | %6.1f s | %5.1f s | %4d MB | %4d MB |\n' "$name" "$median" "$used" "$server" "$database"
  stop
}

archive() {
  start "$option_to_write=$folder/$1" "${@:2}"
  curl -s -o /dev/null "http://127.0.0.1:$port/dang-nhap"
  stop
}

major=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p')
if [ "$major" -ge 25 ]; then
  option_to_write=-XX:AOTCacheOutput option_to_read=-XX:AOTCache
else
  option_to_write=-XX:ArchiveClassesAtExit option_to_read=-XX:SharedArchiveFile
fi
app=(-jar "$folder/app/langsong.jar")
usual=(-XX:+UseSerialGC -Xmx512m -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000
  -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000)
small=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -Xmx192m)

echo "Java $major, $(nproc) processors, $(date -u +%F)"
echo
echo "| how | listens after | its CPU | server | PostgreSQL |"
echo "| --- | --- | --- | --- | --- |"
start "${app[@]}"
stop
measure "one jar" -Xmx512m -jar target/langsong.jar
measure "extracted" -Xmx512m "${app[@]}"
archive usual "${usual[@]}" "${app[@]}"
measure "extracted, archive, as installed" "$option_to_read=$folder/usual" "${usual[@]}" "${app[@]}"
archive small "${small[@]}" "${app[@]}"
measure "extracted, archive, below 2 GB of memory" "$option_to_read=$folder/small" "${small[@]}" "${app[@]}"
