#!/usr/bin/env bash
# What reading and writing an SNMP message costs, without the datagram, and what reading its values by a profile does: JMH.
# Options of JMH may follow, e.g. -prof gc readGet
#
#   src/bench/codec.sh [OPTION…]       needs a JDK, Maven and target/classes
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d /tmp/langsong-codec-XXXXXX)
trap 'rm -rf "$folder"' EXIT
mvn -q -B -ntp -Pbench dependency:build-classpath -Dmdep.includeScope=compile -Dmdep.outputFile="$folder/classpath"
path="target/classes:$(cat "$folder/classpath")"
mkdir "$folder/classes"
find src/bench/java -name '*.java' >"$folder/sources"
javac -processor org.openjdk.jmh.generators.BenchmarkProcessor -cp "$path" -d "$folder/classes" @"$folder/sources"
java -cp "$folder/classes:$path" org.openjdk.jmh.Main -jvmArgs "-XX:+UseSerialGC" "$@"
