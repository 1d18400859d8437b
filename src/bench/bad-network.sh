#!/usr/bin/env bash
# How "langsong poll" bears a bad network: dead devices, lost datagrams, devices far away, and the moment at which devices die.
# What healthy devices pay for the dead, whether a cycle ends when its time-outs do, whether every value came that one retry
# could save, and whether the kernel had to drop answers because we did not read them.
#
#   src/bench/bad-network.sh FOLDER [ROUNDS]    FOLDER holds simagent.c; 3 rounds by default, about three minutes each
#
# Needs Linux, gcc, a JDK, taskset, nstat and target/langsong.jar; as root it runs in a network of its own, so that what it counts
# is its own. GET of ten scalars of 5,000 devices (DEVICES=…) in one burst, time-out 1 s, one retry. A time is the median of a
# round's cycles, and of the rounds the one that the machine disturbed least; answers are counted over all rounds.
# ROWS="normal dead5" leaves out the others; JAVA_OPTS=… replaces Java's options.
set -euo pipefail
if [ "$(id -u)" = 0 ] && [ -z "${IN_OWN_NETWORK:-}" ]; then
  IN_OWN_NETWORK=1 exec unshare -n bash -c 'ip link set lo up && exec "$@"' - "$0" "$@"
fi
sources=$(cd "$1" && pwd)
rounds=${2:-3}
cd "$(dirname "$0")/../.."
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
options=${JAVA_OPTS:--Xmx512m -XX:+UseSerialGC}
port=26181
devices=${DEVICES:-5000}
warm=50
folder=$(mktemp -d /tmp/langsong-network-XXXXXX)
agent=
stop_agent() {
  if [ -n "$agent" ]; then
    kill "$agent" 2>/dev/null || true
    wait "$agent" 2>/dev/null || true
  fi
  agent=
}
trap 'stop_agent; rm -rf "$folder"' EXIT

gcc -O2 -pthread -o "$folder/simagent" "$sources/simagent.c"
"$java" -Djarmode=tools -jar target/langsong.jar extract --destination "$folder/app" >/dev/null
printf '%s\n' 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.5.0 1.3.6.1.4.1.2021.4.5.0 1.3.6.1.4.1.2021.4.6.0 1.3.6.1.4.1.2021.10.1.5.1 \
  1.3.6.1.4.1.2021.11.11.0 1.3.6.1.4.1.8072.9999.9999.1.1.5.1 1.3.6.1.4.1.8072.9999.9999.1.1.5.2 \
  1.3.6.1.4.1.8072.9999.9999.1.1.6.1 1.3.6.1.4.1.8072.9999.9999.1.1.6.2 >"$folder/get.oids"
awk -v n="$devices" -v p=$port 'BEGIN { print "address,port,version,community"
  for (i = 0; i < n; i++) printf "127.0.%d.%d,%d,2c,public\n", 1 + int(i / 250), 1 + i % 250, p }' >"$folder/devices.csv"

# What the kernel dropped for want of room: everywhere, and of it what the agent did not read.
drops() { nstat -asz UdpRcvbufErrors | awk '/UdpRcvbufErrors/ { print $2 }'; }
agents_drops() { awk -v port="$(printf ':%04X$' $port)" '$2 ~ port { n += $NF } END { print n + 0 }' /proc/net/udp; }

# Switches the dead devices once the agent was asked that often.
switch_after() {
  local seen=0
  while [ "$seen" -lt "$1" ] && kill -USR1 "$agent" 2>/dev/null; do
    sleep 0.05
    seen=$(sed -nE 's/.*"requests":([0-9]+).*/\1/p' "$folder/agent.log" | awk '{ n += $1 } END { print n + 0 }')
  done
  kill -USR2 "$agent" 2>/dev/null || true
}

# ROW CYCLES SWITCH AGENT-OPTIONS: a line "row healthy full worst polls answered ours agents" into $folder/lines; devices die when
# the agent has answered SWITCH cycles, or not at all
run() {
  local row=$1 cycles=$2 switch=$3 switching= before agents
  shift 3
  taskset -c 1 "$folder/simagent" -p $port "$@" 2>"$folder/agent.log" &
  agent=$!
  sleep 0.3
  if [ "$switch" -gt 0 ]; then
    kill -USR2 "$agent"
    switch_after $((switch * devices)) &
    switching=$!
  fi
  before=$(drops)
  # shellcheck disable=SC2086
  taskset -c 0 "$java" $options -jar "$folder/app/langsong.jar" poll --targets "$folder/devices.csv" --oids "$folder/get.oids" \
    --timeout 1s --retries 1 --warmup "${WARM:-$warm}" --cycles "$cycles" --interval 0 --stats >"$folder/stats"
  agents=$(agents_drops)
  [ -z "$switching" ] || wait "$switching"
  sed -E 's/.*"answeredPolls":([0-9]+).*"cycleSeconds":\{"p50":([0-9.E-]+).*"answeredSeconds":\{"p50":([0-9.E-]+),"p99":[0-9.E-]+,"max":([0-9.E-]+).*/\1 \2 \3 \4/' \
    "$folder/stats" | awk -v row="$row" -v polls=$((devices * cycles)) -v ours=$(($(drops) - before - agents)) -v agents="$agents" \
    '{ print row, $3, $2, $4, polls, $1, ours, agents }' >>"$folder/lines"
  stop_agent
}

rows=${ROWS:-normal dead5 dead30 dying30 loss5 far20 far20loss5 far200 far200loss5}
for _ in $(seq "$rounds"); do
  for row in $rows; do
    case $row in
      # One dead device of all, so that cycles follow one another as in the rows below: after two seconds of rest all is slower. The
      # last twelve cycles of warming up have dead devices, or compiling what bears them is measured, on the same processor.
      normal) run normal 6 $((warm - 12)) -x 0.02 ;;
      dead5) run dead5 6 $((warm - 12)) -x 5 ;;
      dead30) run dead30 6 $((warm - 12)) -x 30 ;;
      dying30) run dying30 12 $((warm + 8)) -x 30 ;;
      loss5) WARM=15 run loss5 3 0 -l 5 ;;
      far20) run far20 20 0 -d 20 ;;
      far20loss5) WARM=15 run far20loss5 3 0 -l 5 -d 20 ;;
      far200) WARM=15 run far200 5 0 -d 200 ;;
      far200loss5) WARM=10 run far200loss5 3 0 -l 5 -d 200 ;;
      *) echo "no row $row" >&2 && exit 2 ;;
    esac
  done
done

echo "$("$java" -version 2>&1 | head -n 1), $(date -u +%F), $devices devices, $rounds rounds"
echo
echo "| network | healthy, s | to normal | whole cycle, s | longest healthy, s | polls | answered | expected | drops of ours | of the agent |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
awk '{ if (!($1 in healthy)) { order[++n] = $1; healthy[$1] = $2; full[$1] = $3; longest[$1] = $4 }
       if ($2 < healthy[$1]) healthy[$1] = $2
       if ($3 < full[$1]) full[$1] = $3
       if ($4 < longest[$1]) longest[$1] = $4
       polls[$1] += $5; answered[$1] += $6; ours[$1] += $7; agents[$1] += $8 }
     END { for (i = 1; i <= n; i++) { row = order[i]
       expected = "all"
       # Of a datagram in twenty lost, both of a poll: one in four hundred, and three standard deviations.
       if (row ~ /loss5/) { q = 0.0025; e = polls[row] * (1 - q); s = sqrt(polls[row] * q * (1 - q))
         expected = sprintf("%.0f ± %.0f", e, 3 * s) }
       if (row ~ /normal|dead|dying/) expected = "all alive"
       printf "| %s | %.3f | %s | %.3f | %.3f | %d | %d | %s | %d | %d |\n", row, healthy[row],
         "normal" in healthy ? sprintf("%.2f", healthy[row] / healthy["normal"]) : "-", full[row], longest[row], polls[row],
         answered[row], expected, ours[row], agents[row] } }' "$folder/lines"
