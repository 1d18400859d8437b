#!/usr/bin/env bash
# "langsong poll" as one more peer of the comparison that run_peers.sh makes: appends lines of its form to a file, so that
# summarise.py sets it beside the others. The limit in C runs in the same rounds; ratios hold for what ran together.
#
#   src/bench/peer-rows.sh FOLDER RESULTS.jsonl [ROUNDS]    FOLDER holds simagent.c and cpoller.c; 3 rounds by default
#   FOLDER/summarise.py RESULTS.jsonl
#
# Needs Linux, gcc, a JDK, taskset and target/langsong.jar; not beside run_peers.sh itself, which has the same port. As there:
# NS="1000 5000" numbers of devices, JOBS="get table", poller on core 0, agent on core 1, about 100,000 requests to be warm and
# 200,000 that count, one row after the other with max-repetitions 25.
set -euo pipefail
sources=$(cd "$1" && pwd)
results=$(realpath "$2")
rounds=${3:-3}
cd "$(dirname "$0")/../.."
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
options=${JAVA_OPTS:--Xmx512m -XX:+UseSerialGC}
if [ "${BATCHES:-yes}" = yes ]; then
  case "$("$java" -version 2>&1 | head -n 1)" in
    *\"17*) options="$options --enable-native-access=ALL-UNNAMED --add-modules=jdk.incubator.foreign" ;;
    *\"2[2-9]*) options="$options --enable-native-access=ALL-UNNAMED" ;;
  esac
fi
port=${PORT:-26161}
folder=$(mktemp -d /tmp/langsong-peers-XXXXXX)
agent=
trap 'if [ -n "$agent" ]; then kill "$agent" 2>/dev/null || true; fi; rm -rf "$folder"' EXIT

gcc -O2 -pthread -o "$folder/simagent" "$sources/simagent.c"
gcc -O2 -o "$folder/cpoller" "$sources/cpoller.c"
"$java" -Djarmode=tools -jar target/langsong.jar extract --destination "$folder/app" >/dev/null
taskset -c 1 "$folder/simagent" -p "$port" 2>"$folder/agent.log" &
agent=$!
printf '%s\n' 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.5.0 1.3.6.1.4.1.2021.4.5.0 1.3.6.1.4.1.2021.4.6.0 1.3.6.1.4.1.2021.10.1.5.1 \
  1.3.6.1.4.1.2021.11.11.0 1.3.6.1.4.1.8072.9999.9999.1.1.5.1 1.3.6.1.4.1.8072.9999.9999.1.1.5.2 \
  1.3.6.1.4.1.8072.9999.9999.1.1.6.1 1.3.6.1.4.1.8072.9999.9999.1.1.6.2 >"$folder/get.oids"
printf 'table 1.3.6.1.2.1.2.2\ntable 1.3.6.1.2.1.31.1.1\n' >"$folder/table.oids"

pdus() { # of a device and cycle
  [ "$1" = get ] && echo 1 || echo 11
}
line() { # adds what run_peers.sh adds
  sed -E "s/\}$/,\"round\":$1,\"dead_pct\":0,\"latency_ms\":0,\"load\":$(cut -d' ' -f1 /proc/loadavg)}/" >>"$results"
}
limit() { # N JOB
  taskset -c 0 "$folder/cpoller" -p "$port" -w 512 -n "$1" -j "$2" -k $((200000 / $1 / $(pdus "$2") + 1)) -r 25 | grep '^{'
}
ours() { # N JOB
  awk -v n="$1" -v p="$port" 'BEGIN { print "address,port,version,community"
    for (i = 0; i < n; i++) printf "127.0.%d.%d,%d,2c,public\n", 1 + int(i / 250), 1 + i % 250, p }' >"$folder/devices.csv"
  # shellcheck disable=SC2086
  taskset -c 0 "$java" $options -jar "$folder/app/langsong.jar" poll --targets "$folder/devices.csv" --oids "$folder/$2.oids" \
    --max-repetitions 25 --warmup $((100000 / $1 / $(pdus "$2") + 1)) --cycles $((200000 / $1 / $(pdus "$2") + 1)) --interval 0 --stats |
    sed -E 's/.*"devices":([0-9]+),"cycles":([0-9]+),"requests":([0-9]+).*"retries":([0-9]+),"varbinds":([0-9]+).*"cycleSeconds":\{"p50":([0-9.E-]+),"p99":[0-9.E-]+,"max":([0-9.E-]+).*"cpuSeconds":([0-9.]+).*"maxRssBytes":([0-9]+).*/\1 \2 \3 \4 \5 \6 \7 \8 \9/' |
    awk -v work="$2" '{ polls = $1 * $2; wall = $2 * $6
      printf "{\"peer\":\"langsong\",\"work\":\"%s\",\"devices\":%d,\"cycles\":%d,\"varbinds\":%d,\"sent\":%d,\"wall_s\":%.4f,\"slowest_cycle_s\":%.4f,\"devices_s\":%.0f,\"varbinds_s\":%.0f,\"cpu_us_device\":%.3f,\"rss_kb\":%d}\n",
        work, $1, $2, $5, $3 + $4, wall, $7, polls / wall, $5 / wall, $8 * 1e6 / polls, $9 / 1024 }'
}

for round in $(seq "$rounds"); do
  for n in ${NS:-1000}; do
    for job in ${JOBS:-get table}; do
      limit "$n" "$job" | line "$round"
      ours "$n" "$job" | line "$round"
    done
  done
done
