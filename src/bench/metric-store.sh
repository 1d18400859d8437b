#!/usr/bin/env bash
# What a measurement costs in PostgreSQL and in InfluxDB: taking in, room on the disk, questions. Figures with what they mean are in
# docs/explanation/metric-store.md.
#
#   src/bench/metric-store.sh embedded|influx [DEVICES] [HOURS]    takes polls in as a server does, then asks
#   src/bench/metric-store.sh month [DEVICES] [DAYS]               a larger store, written without the log before it
#   src/bench/metric-store.sh stored FILE                          how small an export with form=epoch gets
#
# needs a JDK, Maven, target/classes and target/test-classes; influx needs influxd
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d /tmp/langsong-metrics-XXXXXX)
trap 'rm -rf "$folder"' EXIT
mvn -q -B -ntp dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$folder/classpath"
# InfluxDB compacts what has not been written to for hours; here it must have done so before it is weighed.
export INFLUXDB_DATA_COMPACT_FULL_WRITE_COLD_DURATION=20s INFLUXDB_DATA_CACHE_SNAPSHOT_WRITE_COLD_DURATION=10s
java -Xmx2g -cp "target/test-classes:target/classes:$(cat "$folder/classpath")" \
    io.langsong.metric.embedded.MetricStoreBench "$@" | grep -v ' INFO \| DEBUG '
