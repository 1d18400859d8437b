#!/bin/sh
# InfluxDB 2 answers InfluxQL under the name of a database only when told which bucket that is. Run once, at its first start.
set -eu
influx v1 dbrp create --db langsong --rp autogen --default --bucket-id "$DOCKER_INFLUXDB_INIT_BUCKET_ID"
