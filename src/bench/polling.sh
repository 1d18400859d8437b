#!/usr/bin/env bash
# What polling costs, against the limit: CPU of "langsong poll" for one device, as a ratio to a poller in C with nothing else in
# it, in the same interleaved rounds. Three works: GET of ten scalars; ifTable and ifXTable of six interfaces by GETBULK of 25 rows,
# one table after the other as the limit does; the same tables as a poll reads them, packed. The last column is what the thread
# that polls allocates for one request, warm.
#
#   src/bench/polling.sh FOLDER [ROUNDS]     FOLDER holds simagent.c and cpoller.c; 3 rounds by default
#
# Needs Linux, gcc, a JDK, taskset and target/langsong.jar. The poller runs on core 0, the agents on core 1.
# WORKS="get" leaves out the others; JAVA_OPTS=… replaces Java's options; BATCHES=no leaves out those with which datagrams go and come
# in batches, as bin/langsong starts Java.
set -euo pipefail
sources=$(cd "$1" && pwd)
rounds=${2:-3}
cd "$(dirname "$0")/../.."
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
options=${JAVA_OPTS:--Xmx512m -XX:+UseSerialGC}
if [ "${BATCHES:-yes}" = yes ]; then
  case "$("$java" -version 2>&1 | head -n 1)" in
    *\"17*) options="$options --enable-native-access=ALL-UNNAMED --add-modules=jdk.incubator.foreign" ;;
    *\"2[2-9]*) options="$options --enable-native-access=ALL-UNNAMED" ;;
  esac
fi
port=26161
folder=$(mktemp -d /tmp/langsong-polling-XXXXXX)
agent=
trap 'if [ -n "$agent" ]; then kill "$agent" 2>/dev/null || true; fi; rm -rf "$folder"' EXIT

gcc -O2 -pthread -o "$folder/simagent" "$sources/simagent.c"
gcc -O2 -o "$folder/cpoller" "$sources/cpoller.c"
"$java" -Djarmode=tools -jar target/langsong.jar extract --destination "$folder/app" >/dev/null
taskset -c 1 "$folder/simagent" -p $port 2>"$folder/agent.log" &
agent=$!

cat >"$folder/get.oids" <<OIDS
1.3.6.1.2.1.1.3.0
1.3.6.1.2.1.1.5.0
1.3.6.1.4.1.2021.4.5.0
1.3.6.1.4.1.2021.4.6.0
1.3.6.1.4.1.2021.10.1.5.1
1.3.6.1.4.1.2021.11.11.0
1.3.6.1.4.1.8072.9999.9999.1.1.5.1
1.3.6.1.4.1.8072.9999.9999.1.1.5.2
1.3.6.1.4.1.8072.9999.9999.1.1.6.1
1.3.6.1.4.1.8072.9999.9999.1.1.6.2
OIDS
printf 'table 1.3.6.1.2.1.2.2\ntable 1.3.6.1.2.1.31.1.1\n' >"$folder/table.oids"

devices() { # get: 5,000; tables: 1,000
  [ "$1" = get ] && echo 5000 || echo 1000
}
of() { # the files and the limit of a work
  [ "$1" = get ] && echo get || echo table
}
cycles() { # half a million requests to be warm, and as many that count
  [ "$1" = get ] && echo 100 || echo 40
}
for work in get table; do
  awk -v n="$(devices $work)" -v p=$port 'BEGIN { print "address,port,version,community"
    for (i = 0; i < n; i++) printf "127.0.%d.%d,%d,2c,public\n", 1 + int(i / 250), 1 + i % 250, p }' >"$folder/$work.csv"
done

c_limit() {
  taskset -c 0 "$folder/cpoller" -p $port -n "$(devices "$1")" -j "$(of "$1")" -w 512 -k "$(cycles "$1")" -r 25 | sed -E 's/.*"cpu_us_device":([0-9.]+).*/\1/'
}
ours() {
  local rows="--max-repetitions 25"
  [ "$1" = packed ] && rows=
  # shellcheck disable=SC2086
  taskset -c 0 "$java" $options -jar "$folder/app/langsong.jar" poll --targets "$folder/$(of "$1").csv" --oids "$folder/$(of "$1").oids" \
    $rows --warmup "$(cycles "$1")" --cycles "$(cycles "$1")" --interval 0 --stats >"$folder/stats"
  sed -E 's/.*"requests":([0-9]+).*"allocatedBytes":([0-9]+).*/\1 \2/' "$folder/stats" | awk '{ printf "%.0f\n", $2 / $1 }' >>"$folder/allocated"
  sed -E 's/.*"cpuSeconds":([0-9.]+).*/\1/' "$folder/stats" | awk -v n="$(devices "$1")" -v k="$(cycles "$1")" '{ printf "%.3f\n", $1 * 1e6 / n / k }'
}
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

echo "$("$java" -version 2>&1 | head -n 1), $(date -u +%F), medians of $rounds rounds"
echo
echo "| work | C limit, µs | langsong poll, µs | ratio | octets allocated a request |"
echo "| --- | --- | --- | --- | --- |"
for work in ${WORKS:-get table packed}; do
  : >"$folder/limit"
  : >"$folder/ours"
  : >"$folder/allocated"
  for _ in $(seq "$rounds"); do
    c_limit "$work" >>"$folder/limit"
    ours "$work" >>"$folder/ours"
  done
  limit=$(median <"$folder/limit")
  mine=$(median <"$folder/ours")
  printf '| %s | %.2f | %.2f | %.2f | %.0f |\n' "$work" "$limit" "$mine" "$(echo "$mine / $limit" | bc -l)" "$(median <"$folder/allocated")"
done
